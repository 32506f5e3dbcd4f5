import type { Read } from '../../events/vocabulary/definition.ts';
import type { experimentEvents, Results } from '../../events/vocabulary/experiment.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { ActorInput } from '../kit/kit.ts';

export type ExperimentRequest = Read<(typeof experimentEvents)['experiment.requested']['schema']>;
export type PlotRequest = Read<(typeof experimentEvents)['plot.requested']['schema']>;

type Request =
  | { readonly what: 'experiment'; readonly data: ExperimentRequest }
  | { readonly what: 'plot'; readonly data: PlotRequest };

export type Context = {
  readonly started: RunStarted;
  /** Pending requests, oldest first; the first is being executed. */
  readonly queue: readonly Request[];
  /** What an idea's experiments are compared with; empty while the baseline itself is measured. */
  readonly baseline: Results;
};

export const initial = ({ started }: ActorInput): Context => ({ started, queue: [], baseline: {} });

export const isNext =
  (what: Request['what']) =>
  ({ context: { queue } }: { readonly context: Context }): boolean =>
    queue[0]?.what === what;

/** Returns the experiment at the head of the queue; called only if there is one. */
export const experimentOf = ({ queue: [first] }: Context): ExperimentRequest => {
  if (first?.what !== 'experiment') throw new Error('no experiment is in progress');
  return first.data;
};

/** The folder that an experiment writes its results to; they are recorded below `run_<n>`. */
export const folderOf = ({ template }: RunStarted, run: number): string =>
  run === 0 ? (template.baselineFolder ?? 'run_0') : `run_${run}`;

export const plotOf = ({ queue: [first] }: Context): PlotRequest => {
  if (first?.what !== 'plot') throw new Error('no plot is in progress');
  return first.data;
};
