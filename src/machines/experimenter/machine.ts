import { classifyExperiment, classifyPlot } from './classify.ts';
import { type Context, experimentOf, folderOf, isNext, plotOf } from './context.ts';
import { experimenter } from './manifest.ts';

const { createMachine, emit, keep, perform } = experimenter;

const dequeue = keep(({ queue }) => ({ queue: queue.slice(1) }));

const experiment = (context: Context) => {
  const { run, workspace } = experimentOf(context);
  const { experimentLimits: limits, environment, arguments: given = [] } = context.started.template;
  const folder = folderOf(context.started, run);
  return {
    workspace,
    command: ['python', 'experiment.py', ...given, `--out_dir=${folder}`],
    collect: { prefixes: [`${folder}/`], suffixes: [] },
    limits,
    environment,
  };
};

const plot = (context: Context) => ({
  workspace: plotOf(context).workspace,
  command: ['python', 'plot.py'],
  collect: { prefixes: [], suffixes: ['.png'] },
  limits: context.started.template.plotLimits,
  environment: context.started.template.environment,
});

/** Executes one request at a time: the head of the queue. */
export const machine = createMachine({
  initial: 'idle',
  on: {
    'idea.started': { actions: keep((_, { data }) => ({ baseline: data.baseline.results })) },
    'experiment.requested': {
      actions: keep(({ queue }, { data }) => ({ queue: [...queue, { what: 'experiment', data }] })),
    },
    'plot.requested': { actions: keep(({ queue }, { data }) => ({ queue: [...queue, { what: 'plot', data }] })) },
  },
  states: {
    idle: {
      always: [
        { guard: isNext('experiment'), target: 'experimenting' },
        { guard: isNext('plot'), target: 'plotting' },
      ],
    },
    experimenting: {
      entry: perform((context) => ({ kind: 'experiment', key: 'experiment', input: () => experiment(context) })),
      on: {
        'result.experiment': {
          target: 'idle',
          actions: [emit((context, { outcome }) => classifyExperiment(context, outcome)), dequeue],
        },
      },
    },
    plotting: {
      entry: perform((context) => ({ kind: 'experiment', key: 'plot', input: () => plot(context) })),
      on: {
        'result.plot': {
          target: 'idle',
          actions: [emit((context, { outcome }) => classifyPlot(plotOf(context), outcome)), dequeue],
        },
      },
    },
  },
});
