import { baselineScope, ideaScope, rootScope, scopeKind } from '../../events/id.ts';
import { addCosts, costOf, noCost } from '../../events/projections/cost.ts';
import { rested, work, workedFrom } from '../../events/projections/worked.ts';
import type { Incoming } from '../kit/kit.ts';
import { hasEffect } from './demands.ts';
import { type DirectedIdea, type Ending, isOpen, type Ledger } from './ledger.ts';

type Hear = (ledger: Ledger, event: Incoming) => Ledger;

const change = (
  ledger: Ledger,
  which: (idea: DirectedIdea) => boolean,
  how: (idea: DirectedIdea) => Partial<DirectedIdea>,
): Ledger => ({
  ...ledger,
  ideas: ledger.ideas.map((idea) => (which(idea) ? { ...idea, ...how(idea) } : idea)),
});

const inScope = (event: Incoming) => (idea: DirectedIdea) => idea.scope === event.scope && isOpen(idea);
const numbered = (event: Incoming) => (idea: DirectedIdea) => idea.number === event.data.number && isOpen(idea);

const failed = (reason: string): Ending => ({ outcome: 'failed', reason });

/** An idea that already has a reviewed paper is not undone by what fails later: that paper stands. */
const givenUp = (idea: DirectedIdea, reason: string): Partial<DirectedIdea> => ({
  ending:
    idea.score === null
      ? failed(reason)
      : { outcome: 'reviewed', reason: `The reviewed paper stands; afterwards: ${reason}` },
});

const judged = ({ idea, stage }: DirectedIdea, { data }: Incoming): Partial<DirectedIdea> => {
  if (stage !== 'proposing') return {};
  if (!data.novel) return { ending: { outcome: 'not-novel', reason: data.reason } };
  return idea === null ? { ending: failed('idea.unknown: it was judged, but never proposed') } : { stage: 'waiting' };
};

/** No further idea is asked for; one still with the Scientist ends, those in development go on. */
const withFault = (ledger: Ledger, reason: string): Ledger =>
  change(
    { ...ledger, fault: ledger.fault ?? reason },
    (idea) => isOpen(idea) && idea.stage === 'proposing',
    () => ({ ending: failed(reason) }),
  );

const onActorFailed: Hear = (ledger, event) => {
  const { actor, code, message } = event.data;
  const reason = `actor.failed: ${actor}: ${code}: ${message}`;
  if (event.scope === rootScope || event.scope === baselineScope) return withFault(ledger, reason);
  return change(ledger, inScope(event), (idea) => givenUp(idea, reason));
};

/** Ideas in development are stuck first; when there are none, it is the run itself that does not move. */
const onQuiesced: Hear = (ledger) => {
  const stuck = ledger.ideas.filter((idea) => isOpen(idea) && idea.stage === 'developing');
  if (stuck.length === 0) {
    const what = ledger.baseline === null ? 'the baseline was never answered' : 'no idea came for the one asked for';
    return withFault(ledger, `run.stuck: nothing is under way: ${what}`);
  }
  const reason = 'idea.stuck: nothing is under way, and no role takes the idea further';
  return change(
    ledger,
    (idea) => stuck.includes(idea),
    (idea) => givenUp(idea, reason),
  );
};

const onCancelled: Hear = (ledger, { data: { scope, reason } }) =>
  change(
    scope === 'run' ? { ...ledger, cancelled: reason } : ledger,
    (idea) => isOpen(idea) && (scope === 'run' || idea.scope === scope),
    () => ({ ending: { outcome: 'cancelled', reason } }),
  );

const onDemand: Hear = (ledger, { type, data }) => ({
  ...ledger,
  demands: [...ledger.demands, { type, data }],
});

const onResult: Hear = (ledger, event) => ({ ...ledger, spent: addCosts(ledger.spent, costOf(event)) });

const handlers: Readonly<Record<string, Hear>> = {
  'pause.requested': onDemand,
  'resume.requested': onDemand,
  'cancel.requested': onDemand,
  'approve.requested': onDemand,
  'reject.requested': onDemand,
  'revise.requested': onDemand,
  'task.completed': onResult,
  'task.failed': onResult,
  'actor.failed': onActorFailed,
  'run.quiesced': onQuiesced,

  'experiment.requested': (ledger) => ({ ...ledger, baselineRequested: true }),
  'experiment.completed': (ledger, { scope, data }) =>
    scopeKind(scope) === 'baseline' ? { ...ledger, baseline: data } : ledger,
  'experiment.failed': (ledger, { scope, data }) =>
    scopeKind(scope) === 'baseline'
      ? withFault(ledger, `baseline.failed: ${data.reason}: ${data.explanation}`)
      : ledger,

  'idea.requested': (ledger, { data: { number } }) => ({
    ...ledger,
    ideas: [
      ...ledger.ideas,
      {
        number,
        scope: ideaScope(number),
        name: '',
        idea: null,
        stage: 'proposing',
        approved: false,
        ending: null,
        score: null,
      },
    ],
  }),
  'idea.proposed': (ledger, event) =>
    change(ledger, numbered(event), () => ({ name: event.data.idea.name, idea: event.data.idea })),
  'idea.judged': (ledger, event) => change(ledger, numbered(event), (idea) => judged(idea, event)),
  'proposal.failed': (ledger, event) =>
    change(ledger, numbered(event), () => ({
      stage: 'ended',
      ending: failed(`${event.data.code}: ${event.data.message}`),
    })),
  'idea.approved': (ledger, event) => change(ledger, numbered(event), () => ({ approved: true })),
  'idea.reopened': (ledger, { data }) =>
    change(
      { ...ledger, finished: false },
      (idea) => idea.number === data.number,
      () => ({ stage: 'developing', ending: null }),
    ),
  'idea.started': (ledger, event) => change(ledger, numbered(event), () => ({ stage: 'developing' })),
  'idea.failed': (ledger, event) =>
    change(ledger, inScope(event), (idea) => givenUp(idea, `${event.data.code}: ${event.data.message}`)),
  'paper.reviewed': (ledger, event) => change(ledger, inScope(event), () => ({ score: event.data.score })),
  'paper.finished': (ledger, event) =>
    change(ledger, inScope(event), () => ({
      score: event.data.score,
      ending: { outcome: 'reviewed', reason: `Version ${event.data.version}: ${event.data.decision}` },
    })),
  'idea.finished': (ledger, { data }) =>
    change(
      ledger,
      (idea) => idea.number === data.number,
      () => ({ stage: 'ended' }),
    ),

  /** A budget counts what this run spends itself, not the history that it shares. */
  'run.forked': (ledger, { data, time }) => ({
    ...ledger,
    budget: data.budget,
    spent: noCost,
    worked: workedFrom(time),
  }),
  'run.paused': (ledger) => ({ ...ledger, paused: true }),
  'run.resumed': (ledger, { data, time }) => ({
    ...ledger,
    paused: false,
    budget: data.budget,
    worked: rested(ledger.worked, time),
  }),
  'scope.cancelled': onCancelled,
  'run.finished': (ledger) => ({ ...ledger, finished: true }),
};

/** Recording the answer to a demand leaves it without effect, so this settles what is answered, too. */
const effective = (ledger: Ledger): Ledger['demands'] => {
  const first = ledger.demands.findIndex((demand) => hasEffect(ledger, demand));
  return first < 0 ? [] : ledger.demands.slice(first);
};

/** The ledger after an event; demands at the head of the row that would change nothing are dropped. */
export const hear: Hear = (ledger, event) => {
  const timed = ledger.paused ? ledger : { ...ledger, worked: work(ledger.worked, event) };
  const after = handlers[event.type]?.(timed, event) ?? timed;
  return { ...after, demands: effective(after) };
};
