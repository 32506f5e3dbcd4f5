import { failureOf, hearComments } from '../kit/kit.ts';
import * as changes from './changes.ts';
import { completedExperiments, experimentWorkspace, finishedData, plotWorkspace } from './context.ts';
import * as guards from './guards.ts';
import { judgeDescriptions, judgeEdit, judgeNote, judgePlan, judgePlot, plainNote, undescribed } from './judge.ts';
import { coder } from './manifest.ts';
import { describePrompt, editPrompt, notePrompt, planPrompt, plotPrompt } from './prompts.ts';

const { createMachine, emit, keep } = coder;

/**
 * Turns an idea into code, experiments, notes and figures; failures on the way end in `idea.failed` with the reason.
 */
export const machine = createMachine({
  initial: 'waiting',
  on: hearComments,
  states: {
    waiting: { on: { 'idea.started': { target: 'planning', actions: keep(changes.takeIdea) } } },
    planning: {
      ask: {
        key: 'plan',
        prompt: planPrompt,
        judge: judgePlan,
        accepted: { 'plan.made': { target: 'editing', actions: keep(changes.takePlan) } },
        failed: 'givingUp',
      },
    },

    editing: {
      ask: {
        key: 'edit',
        prompt: editPrompt,
        judge: judgeEdit,
        accepted: {
          'code.edited': { target: 'experimenting', actions: keep(changes.takeCode) },
          'runs.ended': { target: 'weighing', actions: keep(changes.takeEnding) },
        },
        failed: 'unedited',
      },
    },
    unedited: { always: { target: 'endingExperiments', actions: keep(changes.modelFailed) } },
    experimenting: {
      entry: emit((context) => ({
        type: 'experiment.requested',
        data: { run: context.experiment, attempt: context.experimentAttempt, workspace: experimentWorkspace(context) },
      })),
      on: {
        'experiment.completed': { guard: guards.experimentOver, target: 'noting', actions: keep(changes.takeResult) },
        'experiment.failed': [
          {
            guard: guards.experimentUnchanged,
            target: 'experimenting',
            reenter: true,
            actions: keep(changes.countExperimentOnly),
          },
          { guard: guards.experimentAgain, target: 'editing', actions: keep(changes.countExperiment) },
          { guard: guards.experimentOver, target: 'endingExperiments', actions: keep(changes.attemptsSpent) },
        ],
      },
    },
    noting: {
      ask: {
        key: 'note',
        prompt: notePrompt,
        judge: judgeNote,
        accepted: { 'note.written': { target: 'continuing', actions: keep(changes.takeNote) } },
        failed: 'notingPlainly',
      },
    },
    notingPlainly: {
      entry: emit(plainNote),
      on: { 'note.written': { target: 'continuing', actions: keep(changes.takeNote) } },
    },
    continuing: {
      always: [
        { guard: guards.hasPlanned, target: 'editing', actions: keep(changes.startNextExperiment) },
        { target: 'endingExperiments', actions: keep(changes.planIsDone) },
      ],
    },
    endingExperiments: {
      entry: emit((context) => ({
        type: 'runs.ended',
        data: { completed: completedExperiments(context), reason: context.ending },
      })),
      on: { 'runs.ended': { target: 'weighing', actions: keep(changes.takeEnding) } },
    },
    weighing: { always: [{ guard: guards.hasCompleted, target: 'plotting' }, { target: 'givingUp' }] },

    plotting: {
      ask: {
        key: 'plot',
        prompt: plotPrompt,
        judge: judgePlot,
        accepted: { 'plot.edited': { target: 'drawing', actions: keep(changes.takePlot) } },
        failed: 'unplotted',
      },
    },
    /** Without an answer, plot.py is run once, unchanged. */
    unplotted: {
      always: [
        { guard: guards.isUndrawn, target: 'drawing' },
        { target: 'givingUp', actions: keep(changes.plotUnmended) },
      ],
    },
    drawing: {
      entry: emit((context) => ({
        type: 'plot.requested',
        data: { attempt: context.plotAttempt, workspace: plotWorkspace(context) },
      })),
      on: {
        'plot.completed': { guard: guards.plotOver, target: 'describing', actions: keep(changes.takeFigures) },
        'plot.failed': [
          { guard: guards.plotUnchanged, target: 'drawing', reenter: true, actions: keep(changes.countPlotOnly) },
          { guard: guards.plotAgain, target: 'plotting', actions: keep(changes.countPlot) },
          { guard: guards.plotOver, target: 'givingUp', actions: keep(changes.plotSpent) },
        ],
      },
    },
    describing: {
      ask: {
        key: 'describe',
        prompt: describePrompt,
        judge: judgeDescriptions,
        accepted: { 'figures.described': { target: 'finishing', actions: keep(changes.takeDescriptions) } },
        failed: 'describingPlainly',
      },
    },
    describingPlainly: {
      entry: emit(undescribed),
      on: { 'figures.described': { target: 'finishing', actions: keep(changes.takeDescriptions) } },
    },

    finishing: {
      entry: emit((context) => ({ type: 'coding.finished', data: finishedData(context) })),
      on: { 'coding.finished': 'finished' },
    },
    finished: {},
    givingUp: {
      entry: emit((context) => ({ type: 'idea.failed', data: failureOf(context) })),
      on: { 'idea.failed': 'failed' },
    },
    failed: {},
  },
});
