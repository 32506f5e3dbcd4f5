/**
 * `outputs`: what each actor would record is made and compared with what is recorded. `states`: that its row of outputs
 * is the recorded one is all that is asked; states follow from recorded events, so they are the same.
 */
export type Depth = 'outputs' | 'states';

/** Both kinds of outputs are numbered in one row per actor: `<scope>.<role>.<k>`. */
export type OutputHead = {
  readonly id: string;
  /** `<scope>.<role>`. */
  readonly actor: string;
  readonly role: string;
  readonly causationid: string;
};

/** An event that an actor asked for by a transition. */
export type Emitted = OutputHead & {
  readonly kind: 'emit';
  /** The scope that the event belongs to. */
  readonly scope: string;
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
};

/** A task that an actor asked for by a transition. */
export type Requested = OutputHead & {
  readonly kind: 'perform';
  readonly scope: string;
  /** The task's kind. */
  readonly task: string;
  readonly key: string;
  readonly input: () => unknown;
};

export type Output = Emitted | Requested;

/** The first recorded output that differs from what this code would have recorded. */
export type Divergence = {
  readonly sequence: number;
  readonly id: string;
  readonly actor: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly message: string;
};
