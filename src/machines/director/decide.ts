import { baselineScope } from '../../events/id.ts';
import { exhausted } from './budget.ts';
import { awaitsApproval, type Context, type DirectedIdea, type Ending, isOpen } from './context.ts';
import { answerTo } from './demands.ts';
import type { Emission } from './manifest.ts';

/** Returns how an idea ended; called only when it has. */
const endingOf = ({ scope, ending }: DirectedIdea): Ending => {
  if (ending === null) throw new Error(`${scope} has no end yet`);
  return ending;
};

const finishIdea = (idea: DirectedIdea): Emission => {
  const { number, name, scope, score } = idea;
  return { type: 'idea.finished', scope, data: { number, name, ...endingOf(idea), score } };
};

const finishRun = ({ cancelled, fault, ideas, started }: Context): Emission => {
  const unproposed = ideas.filter(({ idea, ending }) => idea === null && ending?.outcome === 'failed');
  const last = unproposed.at(-1)?.ending?.reason;
  const nothing = unproposed.length === ideas.length ? last : undefined;
  const cause = fault ?? nothing;
  const outcome = cancelled !== null ? 'cancelled' : cause !== undefined ? 'failed' : 'completed';
  const reviewed = ideas.filter((idea) => idea.ending?.outcome === 'reviewed').length;
  const papers =
    started.settings.ideas === 0
      ? 'no idea was asked for'
      : `${reviewed} of ${started.settings.ideas} ideas became a reviewed paper`;
  const completion =
    last === undefined
      ? papers
      : `${papers}; ${unproposed.length} could not be proposed, the last one because: ${last}`;
  const broken = cause !== undefined && reviewed > 0 ? `${cause}; ${papers}` : cause;
  return {
    type: 'run.finished',
    data: {
      outcome,
      reason: cancelled ?? broken ?? completion,
      ideas: ideas.map((idea) => ({
        scope: idea.scope,
        name: idea.name,
        outcome: endingOf(idea).outcome,
        score: idea.score,
      })),
    },
  };
};

const wantsNoMore = ({ fault, cancelled, ideas, started, baseline }: Context): boolean =>
  fault !== null || cancelled !== null || (baseline !== null && ideas.length >= started.settings.ideas);

const requestBaseline = ({ started }: Context): Emission => ({
  type: 'experiment.requested',
  scope: baselineScope,
  data: { run: 0, attempt: 1, workspace: started.template.workspace },
});

const nextToStart = (context: Context): DirectedIdea | undefined => {
  const { ideas, started } = context;
  const developing = ideas.filter((idea) => idea.stage === 'developing').length;
  if (developing >= started.settings.parallel) return undefined;
  return ideas.find((idea) => idea.stage === 'waiting' && isOpen(idea) && !awaitsApproval(context, idea));
};

/**
 * Batch: once the last idea is judged, since a batch proposal is shown no scores and so is independent of ideas in
 * development. Open-ended: once every idea so far has ended.
 */
const mayRequest = (context: Context): boolean =>
  !wantsNoMore(context) &&
  (context.started.settings.mode === 'batch'
    ? !context.ideas.some((idea) => idea.stage === 'proposing' && isOpen(idea))
    : context.ideas.every((idea) => idea.stage === 'ended'));

/**
 * Returns the next event to record, if any. Demands come first; endings are recorded even in a pause; a pause or an
 * exhausted budget only keeps new work from starting. A resumption without more budget is answered, then paused again.
 */
export const decide = (context: Context): Emission | undefined => {
  const demand = context.demands[0];
  if (demand !== undefined) return answerTo(context, demand);
  if (context.finished) return undefined;
  const ending = context.ideas.find((idea) => idea.ending !== null && idea.stage !== 'ended');
  if (ending !== undefined) return finishIdea(ending);
  if (wantsNoMore(context) && context.ideas.every((idea) => idea.stage === 'ended')) return finishRun(context);
  if (context.paused) return undefined;
  const budget = exhausted(context);
  if (budget !== undefined) return { type: 'run.paused', data: { reason: budget } };
  if (context.baseline === null) {
    return context.baselineRequested || context.fault !== null ? undefined : requestBaseline(context);
  }
  const start = nextToStart(context);
  if (start?.idea) {
    const { number, idea, scope } = start;
    return {
      type: 'idea.started',
      scope,
      data: { number, idea, baseline: context.baseline, measured: context.measured },
    };
  }
  return mayRequest(context) ? { type: 'idea.requested', data: { number: context.ideas.length + 1 } } : undefined;
};

/** Called in a state that is entered only when there is something to record. */
export const decided = (context: Context): Emission => {
  const decision = decide(context);
  if (decision === undefined) throw new Error('there is nothing to record');
  return decision;
};
