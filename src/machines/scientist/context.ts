import { ideaScope } from '../../events/id.ts';
import type { Idea, PaperRecord } from '../../events/vocabulary/idea.ts';
import { type ActorInput, type Asking, asking } from '../kit/kit.ts';

export type Search = {
  readonly query: string;
  readonly papers: readonly PaperRecord[];
  /** Reason for the missing answer; null when the search succeeded. */
  readonly error: string | null;
};

/** An idea proposed in this run, with as much of its outcome as the Scientist may know. */
export type Proposed = {
  readonly number: number;
  readonly idea: Idea;
  readonly novel: boolean | null;
  readonly outcome: string | null;
  readonly score: number | null;
};

export type Context = Asking & {
  /** Numbers requested but not yet started. */
  readonly queue: readonly number[];
  /** Number of the current idea; 0 before the first. */
  readonly number: number;
  /** Number (from 1) and content of the last recorded draft. */
  readonly draft: number;
  readonly idea: Idea | null;
  readonly done: boolean;
  /** Query of the search in progress. */
  readonly query: string;
  readonly searches: readonly Search[];
  readonly proposed: readonly Proposed[];
  /** Numbers of the ideas that have ended. */
  readonly ended: readonly number[];
};

export const initial = ({ started }: ActorInput): Context => ({
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

/** Returns the current idea; called only after its first draft. */
export const ideaOf = ({ idea }: Context): Idea => {
  if (idea === null) throw new Error('no idea is drafted yet');
  return idea;
};

export const scopeOf = ({ number }: Pick<Context, 'number'>): string => ideaScope(number);

export const isEnded = ({ ended, number }: Context): boolean => ended.includes(number);
