import type { CompletedExperiment } from '../../events/vocabulary/experiment.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { ActorInput } from '../kit/kit.ts';

export type Context = {
  readonly started: RunStarted;
  readonly baseline: CompletedExperiment | null;
  readonly figures: readonly string[];
  readonly plotProblem: string | null;
};

export const initial = ({ started }: ActorInput): Context => ({
  started,
  baseline: null,
  figures: [],
  plotProblem: null,
});

/** Returns the baseline; called only once it is measured. */
export const baselineOf = ({ baseline }: Context): CompletedExperiment => {
  if (baseline === null) throw new Error('the baseline is not measured yet');
  return baseline;
};
