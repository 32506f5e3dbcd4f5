import { ask, emit, hearComments, machineOptions, roleSetup } from '../kit/kit.ts';
import { judgeDescriptions, judgeEdit, judgeNote, judgePlan, judgePlot, plainNote, undescribed } from './answers.ts';
import {
  type Context,
  completedRuns,
  experimentWorkspace,
  finishedData,
  initialContext,
  plotWorkspace,
} from './context.ts';
import { describePrompt, editPrompt, notePrompt, planPrompt, plotPrompt } from './prompts.ts';
import * as steps from './steps.ts';

type Question = Parameters<typeof ask<Context>>[0];

const attempts = ({ started }: Context): number => started.settings.limits.answers;

const question = (key: string, rest: Pick<Question, 'prompt' | 'judge' | 'accepted' | 'failed'>) =>
  ask<Context>({ key, purpose: `coder.${key}`, attempts, ...rest });

/** An idea becomes code, runs, notes and figures; what goes wrong on the way ends in `idea.failed` with its reason. */
export const coderMachine = roleSetup<Context>().createMachine({
  id: 'coder',
  options: machineOptions,
  context: ({ input }) => initialContext(input),
  initial: 'waiting',
  on: hearComments,
  states: {
    waiting: { on: { 'idea.started': { target: 'beginning', actions: steps.takeIdea } } },
    beginning: { always: [{ guard: steps.hasBaseline, target: 'planning' }, { target: 'givingUp' }] },
    planning: question('plan', {
      prompt: planPrompt,
      judge: judgePlan,
      accepted: { 'plan.made': { target: '#coder.editing', actions: steps.takePlan } },
      failed: '#coder.givingUp',
    }),

    editing: question('edit', {
      prompt: editPrompt,
      judge: judgeEdit,
      accepted: {
        'code.edited': { target: '#coder.experimenting', actions: steps.takeCode },
        'runs.ended': { target: '#coder.weighing', actions: steps.takeEnding },
      },
      failed: '#coder.unedited',
    }),
    unedited: { always: { target: 'endingRuns', actions: steps.modelFailed } },
    experimenting: {
      entry: emit<Context>((context) => ({
        type: 'experiment.requested',
        data: { run: context.run, attempt: context.runAttempt, workspace: experimentWorkspace(context) },
      })),
      on: {
        'experiment.completed': { guard: steps.runOver, target: 'noting', actions: steps.takeResult },
        'experiment.failed': [
          { guard: steps.runUnchanged, target: 'experimenting', reenter: true, actions: steps.countRunOnly },
          { guard: steps.runAgain, target: 'editing', actions: steps.countRun },
          { guard: steps.runOver, target: 'endingRuns', actions: steps.attemptsSpent },
        ],
      },
    },
    noting: question('note', {
      prompt: notePrompt,
      judge: judgeNote,
      accepted: { 'note.written': { target: '#coder.continuing', actions: steps.takeNote } },
      failed: '#coder.notingPlainly',
    }),
    notingPlainly: {
      entry: emit<Context>(plainNote),
      on: { 'note.written': { target: 'continuing', actions: steps.takeNote } },
    },
    continuing: {
      always: [
        { guard: steps.hasPlanned, target: 'editing', actions: steps.startNextRun },
        { target: 'endingRuns', actions: steps.planIsDone },
      ],
    },
    endingRuns: {
      entry: emit<Context>((context) => ({
        type: 'runs.ended',
        data: { completed: completedRuns(context), reason: context.ending },
      })),
      on: { 'runs.ended': { target: 'weighing', actions: steps.takeEnding } },
    },
    weighing: { always: [{ guard: steps.hasCompleted, target: 'plotting' }, { target: 'givingUp' }] },

    plotting: question('plot', {
      prompt: plotPrompt,
      judge: judgePlot,
      accepted: { 'plot.edited': { target: '#coder.drawing', actions: steps.takePlot } },
      failed: '#coder.unplotted',
    }),
    /** Without an answer plot.py is run as it stands, once. */
    unplotted: {
      always: [
        { guard: steps.isUndrawn, target: 'drawing' },
        { target: 'givingUp', actions: steps.plotUnmended },
      ],
    },
    drawing: {
      entry: emit<Context>((context) => ({
        type: 'plot.requested',
        data: { attempt: context.plotAttempt, workspace: plotWorkspace(context) },
      })),
      on: {
        'plot.completed': { guard: steps.plotOver, target: 'describing', actions: steps.takeFigures },
        'plot.failed': [
          { guard: steps.plotUnchanged, target: 'drawing', reenter: true, actions: steps.countPlotOnly },
          { guard: steps.plotAgain, target: 'plotting', actions: steps.countPlot },
          { guard: steps.plotOver, target: 'givingUp', actions: steps.plotSpent },
        ],
      },
    },
    describing: question('describe', {
      prompt: describePrompt,
      judge: judgeDescriptions,
      accepted: { 'figures.described': { target: '#coder.finishing', actions: steps.takeDescriptions } },
      failed: '#coder.describingPlainly',
    }),
    describingPlainly: {
      entry: emit<Context>(undescribed),
      on: { 'figures.described': { target: 'finishing', actions: steps.takeDescriptions } },
    },

    finishing: {
      entry: emit<Context>((context) => ({ type: 'coding.finished', data: finishedData(context) })),
      on: { 'coding.finished': 'finished' },
    },
    finished: {},
    givingUp: {
      entry: emit<Context>(({ failure }) => ({ type: 'idea.failed', data: failure })),
      on: { 'idea.failed': 'failed' },
    },
    failed: {},
  },
});
