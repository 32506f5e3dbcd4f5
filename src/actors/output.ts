/** What an actor asked for by a transition. Both kinds are numbered in one row per actor: `<scope>.<role>.<k>`. */
export type Emitted = {
  readonly kind: 'emit';
  readonly id: string;
  /** `<scope>.<role>`. */
  readonly actor: string;
  readonly role: string;
  /** The scope that the event belongs to. */
  readonly scope: string;
  readonly causationid: string;
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
};

export type Requested = {
  readonly kind: 'perform';
  readonly id: string;
  readonly actor: string;
  readonly role: string;
  readonly scope: string;
  readonly causationid: string;
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
