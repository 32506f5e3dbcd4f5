import type * as z from 'zod';

export type EventDefinition = {
  /** One sentence for the catalogue. */
  readonly description: string;
  readonly version: number;
  readonly schema: z.ZodType;
  /** Key n upgrades data of version n to version n + 1. */
  readonly upcasts?: Readonly<Record<number, (data: unknown) => unknown>>;
};

/** Type -> definition. Declared with `satisfies Vocabulary`, so that each schema keeps its own type. */
export type Vocabulary = Readonly<Record<string, EventDefinition>>;

export type TaskDefinition = {
  /** `[a-z0-9-]`, unique in a roster. */
  readonly kind: string;
  /** One sentence for the list of task kinds. */
  readonly description: string;
  readonly input: z.ZodType;
  /** The value of a successful task, as recorded in `task.completed`. */
  readonly value: z.ZodType;
  /** True if an attempt can cost money, which is then reserved in the budget first. */
  readonly paid?: boolean;
};

type ReadOnly<T> = T extends object ? { readonly [K in keyof T]: ReadOnly<T[K]> } : T;

/** Output of a schema: defaults are filled in, everything is read-only. */
export type Read<Schema extends z.ZodType> = ReadOnly<z.output<Schema>>;

/** Input of a schema: fields with a default are optional. */
export type Given<Schema extends z.ZodType> = ReadOnly<z.input<Schema>>;

/** The part of a vocabulary that defines the given types. */
export const pick = <V extends Vocabulary, T extends keyof V>(vocabulary: V, ...types: readonly T[]): Pick<V, T> =>
  Object.fromEntries(types.map((type) => [type, vocabulary[type]])) as Pick<V, T>;
