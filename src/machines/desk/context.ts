import type { Budget, RunStarted, SubmittedPaper } from '../../events/vocabulary/run.ts';
import type { ActorInput } from '../kit/kit.ts';

export type Ending = {
  readonly outcome: 'reviewed' | 'failed' | 'cancelled';
  readonly reason: string;
  readonly score: number | null;
};

export type Context = {
  readonly started: RunStarted;
  readonly paper: SubmittedPaper;
  readonly budget: Budget;
  readonly pausedBy: 'person' | 'program' | null;
  readonly ending: Ending;
};

const noEnding: Ending = { outcome: 'failed', reason: '', score: null };

/** Throws in a run that was not started for a paper from outside. */
export const initial = ({ started }: ActorInput): Context => {
  const { paper, settings } = started;
  if (paper === undefined) throw new Error('the run was started without a paper to review');
  return { started, paper, budget: settings.budget, pausedBy: null, ending: noEnding };
};
