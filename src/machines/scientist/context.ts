import { ideaScope } from '../../events/id.ts';
import type { Idea, PaperRecord } from '../../events/vocabulary/idea.ts';
import { type ActorInput, type Asking, asking } from '../kit/kit.ts';

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

export type Context = Asking & {
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

/** The idea being worked on; asked for only after its first draft. */
export const ideaOf = ({ idea }: Context): Idea => {
  if (idea === null) throw new Error('no idea is drafted yet');
  return idea;
};

export const scopeOf = ({ number }: Pick<Context, 'number'>): string => ideaScope(number);

export const isEnded = ({ ended, number }: Context): boolean => ended.includes(number);
