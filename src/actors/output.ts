/**
 * `outputs`: each actor's outputs are made and compared with the recorded ones. `states`: only the output ids are
 * compared; states are the same, because they depend on recorded events alone.
 */
export type Depth = 'outputs' | 'states';

/** Both kinds of outputs share one sequence per actor: `<scope>.<role>.<k>`. */
export type OutputHead = {
  readonly id: string;
  /** `<scope>.<role>`. */
  readonly actor: string;
  readonly role: string;
  readonly causationid: string;
};

/** An event that a transition of an actor requested. */
export type Emitted = OutputHead & {
  readonly kind: 'emit';
  /** The scope that the event belongs to. */
  readonly scope: string;
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
};

/** A task that a transition of an actor requested. */
export type Requested = OutputHead & {
  readonly kind: 'perform';
  readonly scope: string;
  readonly task: string;
  readonly key: string;
  readonly input: () => unknown;
};

export type Output = Emitted | Requested;

/** The first recorded output that differs from the one that this code would have recorded. */
export type Divergence = {
  readonly sequence: number;
  readonly id: string;
  readonly actor: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly message: string;
};
