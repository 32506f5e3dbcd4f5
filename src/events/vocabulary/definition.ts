import type * as z from 'zod';

export type EventDefinition = {
  /** One sentence for the catalogue. */
  readonly description: string;
  readonly version: number;
  readonly schema: z.ZodType;
  /** Key n turns data of version n into data of version n + 1. */
  readonly upcasts?: Readonly<Record<number, (data: unknown) => unknown>>;
};

/** Type -> definition. Declared with `satisfies Vocabulary`, so that the compiler keeps each schema's own type. */
export type Vocabulary = Readonly<Record<string, EventDefinition>>;

export type TaskDefinition = {
  /** `[a-z0-9-]`, unique in a roster. */
  readonly kind: string;
  /** One sentence for the list of task kinds. */
  readonly description: string;
  readonly input: z.ZodType;
  /** What a task that succeeds comes to, as it is recorded in `task.completed`. */
  readonly value: z.ZodType;
  /** True when an attempt can cost money: it is then reserved in the budget first. */
  readonly paid?: boolean;
};

type ReadOnly<T> = T extends object ? { readonly [K in keyof T]: ReadOnly<T[K]> } : T;

/** What a schema reads: defaults are filled in, and nothing may be changed. */
export type Read<Schema extends z.ZodType> = ReadOnly<z.output<Schema>>;

/** What a schema accepts: fields with a default may be left out. */
export type Given<Schema extends z.ZodType> = ReadOnly<z.input<Schema>>;

/** The vocabulary of some types of another one. */
export const pick = <V extends Vocabulary, T extends keyof V>(vocabulary: V, ...types: readonly T[]): Pick<V, T> =>
  Object.fromEntries(types.map((type) => [type, vocabulary[type]])) as Pick<V, T>;
