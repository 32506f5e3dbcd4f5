import { applyByType, type ByType } from '../../events/by-type.ts';
import { baselineScope, ideaScope, rootScope, scopeKind } from '../../events/id.ts';
import { addCosts, costOf, noCost } from '../../events/projections/cost.ts';
import { rested, work, workedFrom } from '../../events/projections/worked.ts';
import type { Heard } from '../kit/kit.ts';
import { type Context, type Demand, type DirectedIdea, type Ending, isOpen } from './context.ts';
import { hasEffect } from './demands.ts';
import type { director } from './manifest.ts';

/** Every event that the Director consumes. */
export type DirectorEvent = Heard<typeof director>;
type On<Type extends DirectorEvent['type']> = Heard<typeof director, Type>;

const change = (
  context: Context,
  which: (idea: DirectedIdea) => boolean,
  how: (idea: DirectedIdea) => Partial<DirectedIdea>,
): Context => ({
  ...context,
  ideas: context.ideas.map((idea) => (which(idea) ? { ...idea, ...how(idea) } : idea)),
});

const inScope = (event: { readonly scope: string }) => (idea: DirectedIdea) =>
  idea.scope === event.scope && isOpen(idea);
const numbered = (event: { readonly data: { readonly number: number } }) => (idea: DirectedIdea) =>
  idea.number === event.data.number && isOpen(idea);

const failed = (reason: string): Ending => ({ outcome: 'failed', reason });

/** A later failure does not undo an idea that already has a reviewed paper. */
const givenUp = (idea: DirectedIdea, reason: string): Partial<DirectedIdea> => ({
  ending:
    idea.score === null
      ? failed(reason)
      : { outcome: 'reviewed', reason: `The reviewed paper stands; afterwards: ${reason}` },
});

const judged = ({ idea, stage }: DirectedIdea, { data }: On<'idea.judged'>): Partial<DirectedIdea> => {
  if (stage !== 'proposing') return {};
  if (!data.novel) return { ending: { outcome: 'not-novel', reason: data.reason } };
  return idea === null ? { ending: failed('idea.unknown: it was judged, but never proposed') } : { stage: 'waiting' };
};

/** Requests no further ideas; one still with the Scientist fails, those in development continue. */
const withFault = (context: Context, reason: string): Context =>
  change(
    { ...context, fault: context.fault ?? reason },
    (idea) => isOpen(idea) && idea.stage === 'proposing',
    () => ({ ending: failed(reason) }),
  );

const onActorFailed = (context: Context, event: On<'actor.failed'>): Context => {
  const { actor, code, message } = event.data;
  const reason = `actor.failed: ${actor}: ${code}: ${message}`;
  if (event.scope === rootScope || event.scope === baselineScope) return withFault(context, reason);
  return change(context, inScope(event), (idea) => givenUp(idea, reason));
};

/** Ideas in development are stuck first; if there are none, the run itself is stuck. */
const onQuiesced = (context: Context): Context => {
  const stuck = context.ideas.filter((idea) => isOpen(idea) && idea.stage === 'developing');
  if (stuck.length === 0) {
    const what =
      context.baseline === null ? 'the baseline was never measured' : 'the requested idea was never proposed';
    return withFault(context, `run.stuck: no task is in progress: ${what}`);
  }
  const reason = 'idea.stuck: no task is in progress, and no role advances the idea';
  return change(
    context,
    (idea) => stuck.includes(idea),
    (idea) => givenUp(idea, reason),
  );
};

/** A model that cannot propose will not learn it by being asked again: each further answer would be paid for in vain. */
const maximumAlike = 3;

/** Proposals that fail alike end the asking, if there was more to ask for. */
const onProposalFailed = (context: Context, event: On<'proposal.failed'>): Context => {
  const { code, message } = event.data;
  const times = context.failedAlike.code === code ? context.failedAlike.times + 1 : 1;
  const ending = failed(`${code}: ${message}`);
  const after = change({ ...context, failedAlike: { code, times } }, numbered(event), () => ({
    stage: 'ended',
    ending,
  }));
  const [asked, wanted] = [context.ideas.length, context.started.settings.ideas];
  if (times < maximumAlike || asked >= wanted) return after;
  return withFault(
    after,
    `run.proposals_failed: ${times} proposals in a row failed alike, so no idea was asked for after ${asked} of ${wanted}: ${ending.reason}`,
  );
};

const onCancelled = (context: Context, { data: { scope, reason } }: On<'scope.cancelled'>): Context =>
  change(
    scope === 'run' ? { ...context, cancelled: reason } : context,
    (idea) => isOpen(idea) && (scope === 'run' || idea.scope === scope),
    () => ({ ending: { outcome: 'cancelled', reason } }),
  );

const onDemand = (context: Context, demand: Demand): Context => ({ ...context, demands: [...context.demands, demand] });

const onResult = (context: Context, event: On<'task.completed' | 'task.failed'>): Context => ({
  ...context,
  spent: addCosts(context.spent, costOf(event)),
});

const changes: ByType<Context, Context, DirectorEvent> = {
  'pause.requested': (context, { type, data }) => onDemand(context, { type, data }),
  'resume.requested': (context, { type, data }) => onDemand(context, { type, data }),
  'cancel.requested': (context, { type, data }) => onDemand(context, { type, data }),
  'approve.requested': (context, { type, data }) => onDemand(context, { type, data }),
  'reject.requested': (context, { type, data }) => onDemand(context, { type, data }),
  'revise.requested': (context, { type, data }) => onDemand(context, { type, data }),
  'task.completed': onResult,
  'task.failed': onResult,
  'actor.failed': onActorFailed,
  'run.quiesced': onQuiesced,

  'experiment.requested': (context) => ({ ...context, baselineRequested: true }),
  'experiment.completed': (context, { id, scope, data }) =>
    scopeKind(scope) === 'baseline' ? { ...context, baseline: data, measured: id } : context,
  'experiment.failed': (context, { scope, data }) =>
    scopeKind(scope) === 'baseline'
      ? withFault(context, `baseline.failed: ${data.reason}: ${data.explanation}`)
      : context,

  'idea.requested': (context, { data: { number } }) => ({
    ...context,
    ideas: [
      ...context.ideas,
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
  'idea.proposed': (context, event) =>
    change({ ...context, failedAlike: { code: '', times: 0 } }, numbered(event), () => ({
      name: event.data.idea.name,
      idea: event.data.idea,
    })),
  'idea.judged': (context, event) => change(context, numbered(event), (idea) => judged(idea, event)),
  'proposal.failed': onProposalFailed,
  'idea.approved': (context, event) => change(context, numbered(event), () => ({ approved: true })),
  'idea.reopened': (context, { data }) =>
    change(
      { ...context, finished: false },
      (idea) => idea.number === data.number,
      () => ({ stage: 'developing', ending: null }),
    ),
  'idea.started': (context, event) => change(context, numbered(event), () => ({ stage: 'developing' })),
  'idea.failed': (context, event) =>
    change(context, inScope(event), (idea) => givenUp(idea, `${event.data.code}: ${event.data.message}`)),
  'paper.reviewed': (context, event) => change(context, inScope(event), () => ({ score: event.data.score })),
  'paper.finished': (context, event) =>
    change(context, inScope(event), () => ({
      score: event.data.score,
      ending: { outcome: 'reviewed', reason: `Version ${event.data.version}: ${event.data.decision}` },
    })),
  'idea.finished': (context, { data }) =>
    change(
      context,
      (idea) => idea.number === data.number,
      () => ({ stage: 'ended' }),
    ),

  /** A budget covers what this run spends itself, not the history that it shares. */
  'run.forked': (context, { data, time }) => ({
    ...context,
    budget: data.budget,
    spent: noCost,
    worked: workedFrom(time),
  }),
  'run.paused': (context, { data }) => ({ ...context, paused: true, pausedByProgram: data.cause !== undefined }),
  'run.resumed': (context, { data, time }) => ({
    ...context,
    paused: false,
    pausedByProgram: false,
    budget: data.budget,
    worked: rested(context.worked, time),
  }),
  'scope.cancelled': onCancelled,
  'run.finished': (context) => ({ ...context, finished: true }),
};

/** Drops leading demands without effect; a recorded answer also leaves its demand without effect. */
const effective = (context: Context): Context['demands'] => {
  const first = context.demands.findIndex((demand) => hasEffect(context, demand));
  return first < 0 ? [] : context.demands.slice(first);
};

/** Returns the context after an event; leading demands without effect are dropped. */
export const take = (context: Context, event: DirectorEvent): Context => {
  const timed = context.paused ? context : { ...context, worked: work(context.worked, event) };
  const after = applyByType(changes, timed, event) ?? timed;
  return { ...after, demands: effective(after) };
};
