import { ask, emit, keep, machineOptions, roleSetup } from '../kit/index.ts';
import { judgeDescriptions, judgeEdit, judgeNote, judgePlan, judgePlot, plainNote, undescribed } from './answers.ts';
import {
  type Context,
  completedRuns,
  composeNotes,
  experimentWorkspace,
  finalCode,
  initialContext,
  plotWorkspace,
} from './context.ts';
import { describePrompt, editPrompt, notePrompt, planPrompt, plotPrompt } from './prompts.ts';

type Seen = { readonly context: any; readonly event: any };

const attempts = ({ started }: Context): number => started.settings.limits.answers;
const isCurrentRun = ({ context, event }: Seen): boolean =>
  event.data.run === context.run && event.data.attempt === context.runAttempt;
const isCurrentPlot = ({ context, event }: Seen): boolean => event.data.attempt === context.plotAttempt;

const takeIdea = keep<Context>((_, event) => {
  const { idea, baseline } = event.data;
  const first = { run: 0, description: 'the baseline', results: baseline.results, outputs: baseline.outputs };
  return { idea, baseline, completed: [first] };
});

const takeResult = keep<Context>((context, event) => {
  const { run, results, outputs } = event.data;
  const description = context.plan[run - 1]?.description ?? 'a further experiment';
  return { completed: [...context.completed, { run, description, results, outputs }], lastFailure: null };
});

const failureOf = (
  attempt: number,
  { reason, explanation, tail }: { reason: string; explanation: string; tail: string },
) => ({
  attempt,
  reason: `${reason}: ${explanation}`,
  tail,
});

const retryRun = keep<Context>((context, event) => ({
  lastFailure: failureOf(context.runAttempt, event.data),
  runAttempt: context.runAttempt + 1,
}));

const retryPlot = keep<Context>((context, event) => ({
  lastFailure: failureOf(context.plotAttempt, event.data),
  plotAttempt: context.plotAttempt + 1,
}));

const endRuns = keep<Context>((context, event) => ({
  lastFailure: null,
  ending: `the attempts at run ${context.run} are spent: ${event.data.explanation}`,
  failure: {
    code: 'coder.no_completed_run',
    message: `no experiment completed; the last one: ${event.data.reason}, ${event.data.explanation}`,
  },
}));

const failPlot = keep<Context>((_, event) => ({
  failure: {
    code: 'coder.no_figures',
    message: `no figure could be drawn: ${event.data.reason}, ${event.data.explanation}`,
  },
}));

const takeNote = keep<Context>((context, event) => ({ notes: [...context.notes, event.data.text] }));
const takeFigures = keep<Context>((_, event) => ({ described: event.data.figures }));

/** An idea becomes code, runs, notes and figures; what goes wrong on the way ends in `idea.failed` with its reason. */
export const coderMachine = roleSetup<Context>().createMachine({
  id: 'coder',
  options: machineOptions,
  context: ({ input }) => initialContext(input),
  initial: 'waiting',
  states: {
    waiting: { on: { 'idea.started': { target: 'planning', actions: takeIdea } } },
    planning: ask<Context>({
      key: 'plan',
      purpose: 'coder.plan',
      attempts,
      prompt: planPrompt,
      judge: judgePlan,
      accepted: {
        'plan.made': { target: '#coder.editing', actions: keep<Context>((_, event) => ({ plan: event.data.runs })) },
      },
      failed: '#coder.givingUp',
    }),
    editing: ask<Context>({
      key: 'edit',
      purpose: 'coder.edit',
      attempts,
      prompt: editPrompt,
      judge: judgeEdit,
      accepted: {
        'code.edited': {
          target: '#coder.experimenting',
          actions: keep<Context>((_, event) => ({ code: event.data.text })),
        },
        'runs.ended': { target: '#coder.deciding' },
      },
      failed: '#coder.endingRuns',
    }),
    experimenting: {
      entry: emit<Context>((context) => ({
        type: 'experiment.requested',
        data: { run: context.run, attempt: context.runAttempt, workspace: experimentWorkspace(context) },
      })),
      on: {
        'experiment.completed': { guard: isCurrentRun, target: 'noting', actions: takeResult },
        'experiment.failed': [
          {
            guard: ({ context, event }) =>
              isCurrentRun({ context, event }) && context.runAttempt < context.started.settings.limits.attemptsPerRun,
            target: 'editing',
            actions: retryRun,
          },
          { guard: isCurrentRun, target: 'endingRuns', actions: endRuns },
        ],
      },
    },
    noting: ask<Context>({
      key: 'note',
      purpose: 'coder.note',
      attempts,
      prompt: notePrompt,
      judge: judgeNote,
      accepted: { 'note.written': { target: '#coder.nextRun', actions: takeNote } },
      failed: '#coder.notingPlainly',
    }),
    notingPlainly: {
      entry: emit<Context>(plainNote),
      on: { 'note.written': { target: 'nextRun', actions: takeNote } },
    },
    nextRun: {
      always: [
        {
          guard: ({ context }) => context.run < context.plan.length,
          target: 'editing',
          actions: keep<Context>((context) => ({ run: context.run + 1, runAttempt: 1 })),
        },
        { target: 'endingRuns', actions: keep<Context>(() => ({ ending: 'every planned experiment was run' })) },
      ],
    },
    endingRuns: {
      entry: emit<Context>((context) => ({
        type: 'runs.ended',
        data: {
          completed: completedRuns(context),
          reason: context.ending || (context.failure?.message ?? 'no reason was recorded'),
        },
      })),
      on: { 'runs.ended': 'deciding' },
    },
    deciding: {
      always: [
        { guard: ({ context }) => completedRuns(context).length > 0, target: 'plotting' },
        { target: 'givingUp' },
      ],
    },
    plotting: ask<Context>({
      key: 'plot-edit',
      purpose: 'coder.plot',
      attempts,
      prompt: plotPrompt,
      judge: judgePlot,
      accepted: {
        'plot.edited': { target: '#coder.drawing', actions: keep<Context>((_, event) => ({ plot: event.data.text })) },
      },
      failed: '#coder.givingUp',
    }),
    drawing: {
      entry: emit<Context>((context) => ({
        type: 'plot.requested',
        data: { attempt: context.plotAttempt, workspace: plotWorkspace(context) },
      })),
      on: {
        'plot.completed': {
          guard: isCurrentPlot,
          target: 'describing',
          actions: keep<Context>((_, event) => ({ figures: event.data.figures, lastFailure: null })),
        },
        'plot.failed': [
          {
            guard: ({ context, event }) =>
              isCurrentPlot({ context, event }) && context.plotAttempt < context.started.settings.limits.plotAttempts,
            target: 'plotting',
            actions: retryPlot,
          },
          { guard: isCurrentPlot, target: 'givingUp', actions: failPlot },
        ],
      },
    },
    describing: ask<Context>({
      key: 'describe',
      purpose: 'coder.describe',
      attempts,
      prompt: describePrompt,
      judge: judgeDescriptions,
      accepted: { 'figures.described': { target: '#coder.finished', actions: takeFigures } },
      failed: '#coder.describingPlainly',
    }),
    describingPlainly: {
      entry: emit<Context>(undescribed),
      on: { 'figures.described': { target: 'finished', actions: takeFigures } },
    },
    finished: {
      entry: emit<Context>((context) => ({
        type: 'coding.finished',
        data: {
          runs: context.completed.map(({ run, description, results }) => ({ run, description, results })),
          notes: composeNotes(context),
          figures: context.described,
          code: finalCode(context),
          environment: context.baseline?.environment ?? {},
        },
      })),
    },
    givingUp: {
      entry: emit<Context>((context) => ({
        type: 'idea.failed',
        data: context.failure ?? { code: 'coder.no_completed_run', message: 'no experiment of the idea completed' },
      })),
    },
  },
});
