import { trialPaper } from '../../latex/trial.ts';
import { baselineOf, type Context } from './context.ts';
import { judge } from './judge.ts';
import { examiner } from './manifest.ts';

const { createMachine, emit, keep, perform } = examiner;

const plotWorkspace = (context: Context) => ({
  ...context.started.template.workspace,
  ...baselineOf(context).outputs,
});

/** A plot.py that fails does not prevent a run, because the Coder edits it; a paper that does not compile does. */
export const machine = createMachine({
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        'experiment.completed': { target: 'drawing', actions: keep((_, { data }) => ({ baseline: data })) },
        'experiment.failed': {
          target: 'done',
          actions: emit((_, { data }) => ({ type: 'template.refused', data })),
        },
      },
    },
    drawing: {
      entry: emit((context) => ({
        type: 'plot.requested',
        data: { attempt: 1, workspace: plotWorkspace(context) },
      })),
      on: {
        'plot.completed': {
          target: 'typesetting',
          actions: keep((_, { data }) => ({ figures: Object.keys(data.figures) })),
        },
        'plot.failed': {
          target: 'typesetting',
          actions: keep((_, { data }) => ({ plotProblem: `${data.reason}: ${data.explanation}` })),
        },
      },
    },
    typesetting: {
      entry: perform(({ started }) => ({
        kind: 'typeset',
        key: 'typeset',
        input: () => ({ sources: trialPaper(started.template.latex), main: 'paper.tex' }),
      })),
      on: {
        'result.typeset': { target: 'done', actions: emit((context, { outcome }) => judge(context, outcome)) },
      },
    },
    done: {},
  },
});
