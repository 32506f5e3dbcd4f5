import type { ActorInput } from '../kit/kit.ts';

type End = { readonly scope: string; readonly name: string; readonly outcome: string; readonly score: number | null };

export type Context = {
  /** How many ideas the import has. */
  readonly expected: number;
  readonly ideas: readonly End[];
};

export const initial = ({ started: { settings } }: ActorInput): Context => ({ expected: settings.ideas, ideas: [] });
