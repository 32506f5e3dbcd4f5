import type { Recorded } from '../../../ports/log.ts';

/** What is shown below the event's head: what the event did, or a text that belongs to it. */
export type Pane = 'event' | 'prompt' | 'answer' | 'files' | 'file' | 'draft' | 'help';

/** What a jump searches for: a text anywhere in an event, a type, or an actor. */
export type Goal = { readonly by: 'text' | 'type' | 'actor'; readonly text: string };

/** A line being typed. */
export type Entry = { readonly by: Goal['by'] | 'position'; readonly text: string };

export type Stepper = {
  readonly sequence: number;
  readonly pane: Pane;
  /** The pane's first visible line, from 0. */
  readonly scroll: number;
  /** Index of the selected file, from 0. */
  readonly selected: number;
  readonly entry: Entry | null;
  /** What `n` and `N` search for. */
  readonly goal: Goal | null;
  readonly notice: string;
  readonly isOver: boolean;
};

/** What a key needs to know about the display. */
export type Surroundings = {
  readonly log: readonly Recorded[];
  /** How many lines the pane has, and how many of them fit. */
  readonly lines: number;
  readonly room: number;
  readonly files: number;
};

export const openStepper = (sequence: number, notice = ''): Stepper => ({
  sequence,
  pane: 'event',
  scroll: 0,
  selected: 0,
  entry: null,
  goal: null,
  notice,
  isOver: false,
});
