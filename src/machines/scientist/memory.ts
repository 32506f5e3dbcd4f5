import type { Idea, PaperRecord } from '../../events/vocabulary/idea.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { type ActorInput, type Asking, asking, type Incoming } from '../kit/kit.ts';

export type Search = {
  readonly query: string;
  readonly papers: readonly PaperRecord[];
  /** Why there was no answer; null when there was one. */
  readonly error: string | null;
};

/** An idea that this run has proposed, as far as its author may know what became of it. */
export type Proposed = {
  readonly number: number;
  readonly idea: Idea;
  readonly novel: boolean | null;
  readonly outcome: string | null;
  readonly score: number | null;
};

export type Memory = Asking & {
  readonly started: RunStarted;
  /** Numbers asked for and not yet taken up. */
  readonly queue: readonly number[];
  /** Of the idea being worked on; 0 before the first. */
  readonly number: number;
  /** The last recorded draft, counted from 1, and what it says. */
  readonly draft: number;
  readonly idea: Idea | null;
  readonly done: boolean;
  /** Of the search that is under way. */
  readonly query: string;
  readonly searches: readonly Search[];
  readonly proposed: readonly Proposed[];
  /** Numbers whose ideas have come to an end. */
  readonly ended: readonly number[];
};

export const openMemory = ({ started }: ActorInput): Memory => ({
  ...asking,
  started,
  queue: [],
  number: 0,
  draft: 0,
  idea: null,
  done: false,
  query: '',
  searches: [],
  proposed: [],
  ended: [],
});

export const takeUp = ({ queue }: Memory): Partial<Memory> => ({
  number: queue[0] ?? 0,
  queue: queue.slice(1),
  draft: 0,
  idea: null,
  done: false,
  query: '',
  searches: [],
  failure: null,
});

const change = (memory: Memory, number: number, how: Partial<Proposed>): Partial<Memory> => ({
  proposed: memory.proposed.map((one) => (one.number === number ? { ...one, ...how } : one)),
});

export const withDraft = (_: Memory, { data }: Incoming): Partial<Memory> => ({
  draft: data.draft,
  idea: data.idea,
  done: data.done,
});

export const withProposed = (memory: Memory, { data: { number, idea } }: Incoming): Partial<Memory> => ({
  proposed: [...memory.proposed, { number, idea, novel: null, outcome: null, score: null }],
});

export const withSearch = (memory: Memory, { data: { query, papers, error } }: Incoming): Partial<Memory> => ({
  searches: [...memory.searches, { query, papers, error }],
});

export const withJudgement = (memory: Memory, { data: { number, novel } }: Incoming): Partial<Memory> =>
  change(memory, number, { novel });

/** A failed idea counts as 0; one that was never developed has no score. */
export const withEnd = (memory: Memory, { data: { number, outcome, score } }: Incoming): Partial<Memory> => ({
  ...change(memory, number, { outcome, score: outcome === 'failed' ? 0 : score }),
  ended: [...memory.ended, number],
});

export const isEnded = ({ ended, number }: Memory): boolean => ended.includes(number);
export const hasNext = ({ queue }: Memory): boolean => queue.length > 0;
