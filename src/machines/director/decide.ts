import { baselineScope } from '../../events/id.ts';
import type { Emission } from '../kit/kit.ts';
import { exhausted } from './budget.ts';
import { answerTo } from './demands.ts';
import { awaitsApproval, type DirectedIdea, isOpen, type Ledger } from './ledger.ts';

const finishIdea = ({ number, name, scope, ending, score }: DirectedIdea): Emission => ({
  type: 'idea.finished',
  scope,
  data: { number, name, outcome: ending?.outcome, reason: ending?.reason, score },
});

const finishRun = ({ cancelled, fault, ideas, started }: Ledger): Emission => {
  const unproposed = ideas.filter(({ idea, ending }) => idea === null && ending?.outcome === 'failed');
  const nothing =
    ideas.length > 0 && unproposed.length === ideas.length ? unproposed.at(-1)?.ending?.reason : undefined;
  const cause = fault ?? nothing;
  const outcome = cancelled !== null ? 'cancelled' : cause !== undefined ? 'failed' : 'completed';
  const reviewed = ideas.filter((idea) => idea.ending?.outcome === 'reviewed').length;
  const completion = `${reviewed} of ${started.settings.ideas} ideas became a reviewed paper`;
  return {
    type: 'run.finished',
    data: {
      outcome,
      reason: cancelled ?? cause ?? completion,
      ideas: ideas.map(({ scope, name, ending, score }) => ({ scope, name, outcome: ending?.outcome, score })),
    },
  };
};

const wantsNoMore = ({ fault, cancelled, ideas, started, baseline }: Ledger): boolean =>
  fault !== null || cancelled !== null || (baseline !== null && ideas.length >= started.settings.ideas);

const requestBaseline = ({ started }: Ledger): Emission => ({
  type: 'experiment.requested',
  scope: baselineScope,
  data: { run: 0, attempt: 1, workspace: started.template.workspace },
});

const nextToStart = (ledger: Ledger): DirectedIdea | undefined => {
  const { ideas, started } = ledger;
  const developing = ideas.filter((idea) => idea.stage === 'developing').length;
  if (developing >= started.settings.parallel) return undefined;
  return ideas.find((idea) => idea.stage === 'waiting' && isOpen(idea) && !awaitsApproval(ledger, idea));
};

/**
 * Batch: as soon as the last one is judged, since a batch proposal is shown no scores and so does not depend on what is
 * in development. Open-ended: when every idea so far has come to its end.
 */
const mayRequest = (ledger: Ledger): boolean =>
  !wantsNoMore(ledger) &&
  (ledger.started.settings.mode === 'batch'
    ? !ledger.ideas.some((idea) => idea.stage === 'proposing' && isOpen(idea))
    : ledger.ideas.every((idea) => idea.stage === 'ended'));

/**
 * The one event to record next, if any. Demands come first; what ends is recorded even in a pause; a pause, and a used
 * up budget, only keep new things from beginning. A resumption without more budget is answered, and paused again.
 */
export const decide = (ledger: Ledger): Emission | undefined => {
  const demand = ledger.demands[0];
  if (demand !== undefined) return answerTo(ledger, demand);
  if (ledger.finished) return undefined;
  const ending = ledger.ideas.find((idea) => idea.ending !== null && idea.stage !== 'ended');
  if (ending !== undefined) return finishIdea(ending);
  if (wantsNoMore(ledger) && ledger.ideas.every((idea) => idea.stage === 'ended')) return finishRun(ledger);
  if (ledger.paused) return undefined;
  const budget = exhausted(ledger);
  if (budget !== undefined) return { type: 'run.paused', data: { reason: budget } };
  if (ledger.baseline === null) {
    return ledger.baselineRequested || ledger.fault !== null ? undefined : requestBaseline(ledger);
  }
  const start = nextToStart(ledger);
  if (start !== undefined) {
    const { number, idea, scope } = start;
    return { type: 'idea.started', scope, data: { number, idea, baseline: ledger.baseline } };
  }
  return mayRequest(ledger) ? { type: 'idea.requested', data: { number: ledger.ideas.length + 1 } } : undefined;
};
