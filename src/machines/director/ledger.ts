import { type Cost, noCost } from '../../events/cost.ts';
import { millisecondsOf } from '../../events/time.ts';
import type { Idea } from '../../events/vocabulary/idea.ts';
import type { Budget, RunStarted } from '../../events/vocabulary/run.ts';
import type { ActorInput, Incoming } from '../kit/index.ts';

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
  /** proposing: with the Scientist; waiting: novel, and not yet started; ended: its end is recorded. */
  readonly stage: 'proposing' | 'waiting' | 'developing' | 'ended';
  readonly ending: Ending | null;
  /** Of the last reviewed version of its paper. */
  readonly score: number | null;
};

export type Demand = Pick<Incoming, 'type' | 'data'>;

/** Milliseconds since 1970, taken from the times of events. */
type Hours = {
  readonly startedAt: number;
  readonly now: number;
  readonly pausedAt: number | null;
  readonly pausedMs: number;
};

/** All that the Director knows: a fold of what is recorded, as plain JSON. */
export type Ledger = {
  readonly started: RunStarted;
  readonly ideas: readonly DirectedIdea[];
  /** Data of the baseline's `experiment.completed`. */
  readonly baseline: unknown;
  readonly baselineRequested: boolean;
  /** Demands of people and programs that are not answered yet, oldest first. */
  readonly demands: readonly Demand[];
  readonly budget: Budget;
  readonly spent: Cost;
  readonly hours: Hours;
  readonly paused: boolean;
  /** Why the whole run is cancelled. */
  readonly cancelled: string | null;
  /** Why no further idea is asked for; the run ends as failed. */
  readonly fault: string | null;
  readonly finished: boolean;
};

export const openLedger = ({ started, opening }: ActorInput): Ledger => {
  const now = millisecondsOf(opening.time);
  return {
    started,
    ideas: [],
    baseline: started.baseline?.experiment ?? null,
    baselineRequested: false,
    demands: [],
    budget: started.settings.budget,
    spent: noCost,
    hours: { startedAt: now, now, pausedAt: null, pausedMs: 0 },
    paused: false,
    cancelled: null,
    fault: null,
    finished: false,
  };
};

export const isOpen = (idea: DirectedIdea): boolean => idea.ending === null;
