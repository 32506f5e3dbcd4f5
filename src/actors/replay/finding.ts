/**
 * What differs between a log and what today's code makes of it. `machine`: another output is asked for. `schema`: an
 * event cannot be brought up to date, or its data are refused or read differently. `prompt`: a task has another input.
 * `log`: the hash chain does not match the bytes.
 */
export type Kind = 'machine' | 'schema' | 'prompt' | 'log';

export type Finding = {
  readonly kind: Kind;
  readonly sequence: number;
  readonly id: string;
  readonly type: string;
  /** `<scope>.<role>`. */
  readonly actor: string;
  /** State path in which the actor met the event; empty when there is no such actor. */
  readonly state: string;
  /** The event on which the actor asked for it, and the state in which it was then; null when it did not ask. */
  readonly cause: { readonly sequence: number; readonly id: string; readonly state: string } | null;
  readonly message: string;
  readonly recorded: unknown;
  /** What today's code gives. */
  readonly computed: unknown;
};

export type Report = {
  readonly run: string;
  /** How many events were checked: up to a divergence, that one included. */
  readonly events: number;
  readonly actors: number;
  /** How many values of the hash chain match. */
  readonly chained: number;
  /** The first finding that is not a prompt; what comes after one cannot be judged. */
  readonly divergence: Finding | null;
  /** Each task whose input is another today. */
  readonly prompts: readonly Finding[];
};
