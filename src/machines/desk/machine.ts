import { assign } from 'xstate';
import { rootScope } from '../../events/id.ts';
import type { Budget, RunStarted, SubmittedPaper } from '../../events/vocabulary/run.ts';
import { type Emission, emit, emitEach, type Incoming, keep, machineOptions, roleSetup } from '../kit/kit.ts';

export const name = 'desk';

type Ending = {
  readonly outcome: 'reviewed' | 'failed' | 'cancelled';
  readonly reason: string;
  readonly score: number | null;
};

type Context = {
  readonly started: RunStarted;
  readonly paper: SubmittedPaper;
  readonly budget: Budget;
  readonly ending: Ending | null;
};

/** The one paper of the run has the scope that an idea's paper would have. */
const scope = 'idea-1';

const submit = emit<Context>(({ paper }) => ({ type: 'paper.submitted', scope, data: { version: 1, ...paper } }));

const end = (ending: (data: any) => Ending): any => ({
  target: '#desk.ending',
  actions: keep<Context>((_, { data }) => ({ ending: ending(data) })),
});

const failed = (reason: string): Ending => ({ outcome: 'failed', reason, score: null });

const finish = emitEach<Context>(({ paper, ending }): readonly Emission[] => {
  const { outcome, reason, score } = ending as Ending;
  const idea = { name: paper.name, outcome, reason, score };
  return [
    { type: 'idea.finished', scope, data: { number: 1, ...idea } },
    {
      type: 'run.finished',
      data: {
        outcome: outcome === 'reviewed' ? 'completed' : outcome,
        reason,
        ideas: [{ scope, name: paper.name, outcome, score }],
      },
    },
  ];
});

/** What befalls a single review is the Reviewer's to deal with. */
const isOurs = ({ event }: { event: Incoming }): boolean => event.scope === rootScope || event.scope === scope;

const answerPause = emit<Context>((_, { data }) => ({ type: 'run.paused', data: { reason: data.reason } }));
const answerResumption = emit<Context>(({ budget }, { data }: Incoming) => ({
  type: 'run.resumed',
  data: { budget: { ...budget, ...data.budget } },
}));
const answerCancellation = emit<Context>((_, { data }) => ({
  type: 'scope.cancelled',
  data: { scope: 'run', reason: data.reason },
}));

const desk = roleSetup<Context>();

export const machine = desk.createMachine({
  id: name,
  options: machineOptions,
  context: ({ input }) => ({
    started: input.started,
    paper: input.started.paper,
    budget: input.started.settings.budget,
    ending: null,
  }),
  initial: 'reviewing',
  entry: submit,
  states: {
    reviewing: {
      on: {
        'pause.requested': { actions: answerPause },
        'resume.requested': { actions: answerResumption },
        'run.forked': { actions: assign({ budget: ({ event }) => event.data.budget }) },
        'run.resumed': { actions: assign({ budget: ({ event }) => event.data.budget }) },
        'cancel.requested': { actions: answerCancellation },
        'scope.cancelled': end(({ reason }) => ({ outcome: 'cancelled', reason, score: null })),
        'paper.reviewed': end(({ review, score, reviews }) => ({
          outcome: 'reviewed',
          reason: `${review.decision}, by ${reviews} independent reviews`,
          score,
        })),
        'idea.failed': end(({ code, message }) => failed(`${code}: ${message}`)),
        'actor.failed': {
          guard: isOurs,
          ...end(({ actor, code, message }) => failed(`actor.failed: ${actor}: ${code}: ${message}`)),
        },
        'run.quiesced': end(() => failed('run.stuck: nothing is under way, and there is no verdict')),
      },
    },
    ending: { entry: finish },
  },
});
