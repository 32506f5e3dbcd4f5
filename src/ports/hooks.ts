export const noticeKinds = ['waiting', 'budget', 'failed', 'finished', 'paper'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Something that a person who is not at the terminal wants to be told. */
export type Notice = {
  /** The event's id; the same for the same notice, so that a receiver can pass over a repeated one. */
  readonly id: string;
  readonly run: string;
  /** The event's type, and the kind of notice if it is one; hooks are chosen by either. */
  readonly type: string;
  readonly kind: NoticeKind | null;
  /** One line for people. */
  readonly text: string;
  /** In RFC 3339. */
  readonly time: string;
};

/** Passes notices on to what the configuration names. A hook that fails is reported and never ends a run. */
export interface Hooks {
  tell(notice: Notice): void;
  /** Resolves when every notice has been passed on or given up. */
  settle(): Promise<void>;
}
