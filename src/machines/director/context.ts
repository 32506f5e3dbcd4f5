import { type Cost, noCost } from '../../events/projections/cost.ts';
import { type Worked, workedFrom } from '../../events/projections/worked.ts';
import type { Read } from '../../events/vocabulary/definition.ts';
import type { CompletedExperiment } from '../../events/vocabulary/experiment.ts';
import type { Idea } from '../../events/vocabulary/idea.ts';
import type { Budget, RunStarted } from '../../events/vocabulary/run.ts';
import type { requestEvents } from '../../events/vocabulary/shell.ts';
import type { ActorInput } from '../kit/kit.ts';

/** How an idea ends; recorded by idea.finished. */
export type Ending = {
  readonly outcome: 'reviewed' | 'not-novel' | 'failed' | 'cancelled';
  readonly reason: string;
};

export type DirectedIdea = {
  readonly number: number;
  readonly scope: string;
  /** Empty until it is proposed. */
  readonly name: string;
  readonly idea: Idea | null;
  /** proposing: with the Scientist; waiting: novel but not yet started; ended: its end is recorded. */
  readonly stage: 'proposing' | 'waiting' | 'developing' | 'ended';
  /** A person has approved its development. */
  readonly approved: boolean;
  readonly ending: Ending | null;
  /** Score of the last reviewed version of its paper. */
  readonly score: number | null;
};

type DemandType = Exclude<keyof typeof requestEvents, 'comment.written'>;

/** A request by a person or a program. */
export type Demand = {
  readonly [T in DemandType]: { readonly type: T; readonly data: Read<(typeof requestEvents)[T]['schema']> };
}[DemandType];

/** The Director's whole context: a fold of the recorded events, as plain JSON. */
export type Context = {
  readonly started: RunStarted;
  readonly ideas: readonly DirectedIdea[];
  /** Data of the baseline's `experiment.completed`. */
  readonly baseline: CompletedExperiment | null;
  /** Id of the event that recorded it. */
  readonly measured: string;
  readonly baselineRequested: boolean;
  /** Unanswered requests of people and programs, oldest first. */
  readonly demands: readonly Demand[];
  readonly budget: Budget;
  readonly spent: Cost;
  readonly worked: Worked;
  readonly paused: boolean;
  /** True if a program paused the run. A person's pause replaces it; only a program's request ends it automatically. */
  readonly pausedByProgram: boolean;
  /** Why the whole run is cancelled. */
  readonly cancelled: string | null;
  /** Proposals in a row, up to now, that failed with one code. */
  readonly failedAlike: { readonly code: string; readonly times: number };
  /** Why no further idea is requested; the run ends as failed. */
  readonly fault: string | null;
  readonly finished: boolean;
};

export const initial = ({ started, opening }: ActorInput): Context => ({
  started,
  ideas: [],
  baseline: started.baseline?.experiment ?? null,
  measured: started.baseline?.origin ?? '',
  baselineRequested: false,
  demands: [],
  budget: started.settings.budget,
  spent: noCost,
  worked: workedFrom(opening.time),
  paused: false,
  pausedByProgram: false,
  cancelled: null,
  failedAlike: { code: '', times: 0 },
  fault: null,
  finished: false,
});

/** The idea is novel and waits for a person's approval. */
export const awaitsApproval = ({ started }: Context, idea: DirectedIdea): boolean =>
  started.settings.approveIdeas && idea.stage === 'waiting' && isOpen(idea) && !idea.approved;

export const isOpen = (idea: DirectedIdea): boolean => idea.ending === null;
