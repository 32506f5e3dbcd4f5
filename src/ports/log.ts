import type { Event } from '../events/envelope.ts';

/** An event as it lies in the log, whatever its bytes say. */
export type Stored = {
  /** Position in the run's log, from 1, without gaps. */
  readonly sequence: number;
  readonly subject: string;
  /** What the hash chain covers. */
  readonly bytes: Uint8Array;
};

export type Recorded = Stored & { readonly event: Event };

/** `present`: an event of that id is there; also told when it is our own, whose first answer was lost. */
export type Appended = 'appended' | 'present';

/** The append-only log of one run. Every call survives a reconnect or throws CodedError('log.unavailable'). */
export interface RunLog {
  readonly run: string;
  /** Exactly once by the event's id, for ever; durable when it returns. */
  append(event: Event): Promise<Appended>;
  /** As `append`, but only when the log's last sequence is `lastSequence`; otherwise `moved` and nothing changed. */
  appendAt(event: Event, lastSequence: number): Promise<Appended | 'moved'>;
  /**
   * Puts an event of a recording back, byte for byte, at its own position; `moved` when the log's head is elsewhere.
   * Throws CodedError('log.other_subject') for an event that has another subject here.
   */
  restore(recorded: Recorded): Promise<Appended | 'moved'>;
  get(id: string): Promise<Recorded | undefined>;
  /** 0 for an empty log. */
  lastSequence(): Promise<number>;
  /**
   * From the first event to the head as it is now, in order. Throws CodedError('log.corrupt') at the first one that is
   * lost or is no event, CodedError('log.unavailable') when none comes within 30 s.
   */
  read(): AsyncIterable<Recorded>;
  /** As `read`, but nothing is made of the bytes: for those who check them. */
  readStored(): AsyncIterable<Stored>;
  /** From `fromSequence` on and then live, in order and without gaps, until the signal. */
  follow(fromSequence: number, signal: AbortSignal): AsyncIterable<Recorded>;
}

/** How a log stands, without an event of it being read. */
export type LogState = {
  readonly run: string;
  /** When the log was created: another log that takes the same name later has another time. */
  readonly created: string;
  readonly lastSequence: number;
  /** Bytes of the events as they are stored, before the store compresses them. */
  readonly sizeBytes: number;
  /** False when events are missing, or when `open` would fail. */
  readonly isWhole: boolean;
};

export interface RunLogs {
  /** Throws CodedError('run.exists') when there is one. */
  create(run: string): Promise<RunLog>;
  /** Asserts the stream's configuration. Throws CodedError('run.unknown', 'log.not_restored' or 'log.misconfigured'). */
  open(run: string): Promise<RunLog>;
  /** With those whose log the server did not restore. */
  list(): Promise<readonly string[]>;
  /** As `list`, with the state of each. The cost does not depend on how long the logs are. */
  states(): Promise<readonly LogState[]>;
}
