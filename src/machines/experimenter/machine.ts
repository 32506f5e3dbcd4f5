import type { RunStarted } from '../../events/vocabulary/run.ts';
import { emit, keep, machineOptions, perform, roleSetup } from '../kit/kit.ts';
import { classifyExperiment, classifyPlot, type ExperimentRequest, type PlotRequest } from './classify.ts';

type Request =
  | { readonly what: 'experiment'; readonly data: ExperimentRequest }
  | { readonly what: 'plot'; readonly data: PlotRequest };
type Context = { readonly started: RunStarted; readonly queue: readonly Request[] };

const enqueue = (what: Request['what']) =>
  keep<Context>(({ queue }, { data }) => ({ queue: [...queue, { what, data }] }));

const dequeue = keep<Context>(({ queue }) => ({ queue: queue.slice(1) }));

const head = (context: Context): any => context.queue[0]?.data;

const isNext =
  (what: Request['what']) =>
  ({ context }: { context: Context }): boolean =>
    context.queue[0]?.what === what;

const experiment = (context: Context) => {
  const { run, workspace } = head(context) as ExperimentRequest;
  const { experimentLimits: limits, environment } = context.started.template;
  return {
    workspace,
    command: ['python', 'experiment.py', `--out_dir=run_${run}`],
    collect: { prefixes: [`run_${run}/`], suffixes: [] },
    limits,
    environment,
  };
};

const plot = (context: Context) => ({
  workspace: head(context).workspace,
  command: ['python', 'plot.py'],
  collect: { prefixes: [], suffixes: ['.png'] },
  limits: context.started.template.plotLimits,
  environment: context.started.template.environment,
});

/** One request after another: what is at the head of the queue is being performed. */
export const experimenterMachine = roleSetup<Context>().createMachine({
  id: 'experimenter',
  options: machineOptions,
  context: ({ input }) => ({ started: input.started, queue: [] }),
  initial: 'idle',
  on: {
    'experiment.requested': { actions: enqueue('experiment') },
    'plot.requested': { actions: enqueue('plot') },
  },
  states: {
    idle: {
      always: [
        { guard: isNext('experiment'), target: 'experimenting' },
        { guard: isNext('plot'), target: 'plotting' },
      ],
    },
    experimenting: {
      entry: perform<Context>((context) => ({
        kind: 'experiment',
        key: 'experiment',
        input: () => experiment(context),
      })),
      on: {
        'result.experiment': {
          target: 'idle',
          actions: [emit<Context>((context, event) => classifyExperiment(head(context), event)), dequeue],
        },
      },
    },
    plotting: {
      entry: perform<Context>((context) => ({ kind: 'experiment', key: 'plot', input: () => plot(context) })),
      on: {
        'result.plot': {
          target: 'idle',
          actions: [emit<Context>((context, event) => classifyPlot(head(context), event)), dequeue],
        },
      },
    },
  },
});
