/**
 * A difference between a log and its replay with the current code. `machine`: the code requests another output.
 * `schema`: an event cannot be migrated, or its data is rejected or read differently. `prompt`: a task has another
 * input. `log`: the hash chain does not match the bytes.
 */
export type Kind = 'machine' | 'schema' | 'prompt' | 'log';

export type Finding = {
  readonly kind: Kind;
  readonly sequence: number;
  readonly id: string;
  readonly type: string;
  /** `<scope>.<role>`. */
  readonly actor: string;
  /** Path of the state in which the actor received the event; empty when there is no such actor. */
  readonly state: string;
  /** The event and the actor's state that requested the output; null when the actor did not request it. */
  readonly cause: { readonly sequence: number; readonly id: string; readonly state: string } | null;
  readonly message: string;
  readonly recorded: unknown;
  /** The value that the current code makes. */
  readonly computed: unknown;
};

export type Report = {
  readonly run: string;
  /** The number of events checked, up to and including a divergence. */
  readonly events: number;
  readonly actors: number;
  /** The number of matching values of the hash chain. */
  readonly chained: number;
  /** The first finding other than a prompt; events after it cannot be checked. */
  readonly divergence: Finding | null;
  /** Each task whose input has changed. */
  readonly prompts: readonly Finding[];
};
