import type { Event } from '../events/envelope.ts';

/** An event as stored in the log; its bytes are unchecked. */
export type Stored = {
  /** Sequence in the run's log, from 1, without gaps. */
  readonly sequence: number;
  readonly subject: string;
  /** The bytes that the hash chain covers. They may refer to texts of earlier events; a `Recorded` event has the texts. */
  readonly bytes: Uint8Array;
};

export type Recorded = Stored & { readonly event: Event };

/** `present`: an event with that id exists, perhaps from our own earlier try whose answer was lost. */
export type Appended = 'appended' | 'present';

/** The append-only log of one run. Every call survives a reconnect or throws CodedError('log.unavailable'). */
export interface RunLog {
  readonly run: string;
  /** Appends an event, idempotent by its id without time limit; durable on return. */
  append(event: Event): Promise<Appended>;
  /** Appends only when the log's last sequence is `lastSequence`; otherwise returns `moved` and changes nothing. */
  appendAt(event: Event, lastSequence: number): Promise<Appended | 'moved'>;
  /**
   * Restores a recorded event byte for byte at its own sequence; returns `moved` when the log's head is elsewhere.
   * Throws CodedError('log.other_subject') for an event that has another subject here.
   */
  restore(recorded: Recorded): Promise<Appended | 'moved'>;
  get(id: string): Promise<Recorded | undefined>;
  /** Returns the last sequence; 0 for an empty log. */
  lastSequence(): Promise<number>;
  /**
   * Yields the events from the first to the current head, in order. Throws CodedError('log.corrupt') at the first one
   * that is lost or invalid, CodedError('log.unavailable') when none arrives within 30 s.
   */
  read(): AsyncIterable<Recorded>;
  /** Yields the same events unparsed, for checking their bytes. */
  readStored(): AsyncIterable<Stored>;
  /** Yields the events from `fromSequence` on and then live ones, in order and without gaps, until the signal aborts. */
  follow(fromSequence: number, signal: AbortSignal): AsyncIterable<Recorded>;
}

/** A log's state, available without reading its events. */
export type LogState = {
  readonly run: string;
  /** Creation time, which distinguishes a log from a later one of the same name. */
  readonly created: string;
  readonly lastSequence: number;
  /** Uncompressed bytes of the stored events. */
  readonly sizeBytes: number;
  /** False when events are missing, or when `open` would fail. */
  readonly isWhole: boolean;
};

export interface RunLogs {
  /** Creates the log. Throws CodedError('run.exists'). */
  create(run: string): Promise<RunLog>;
  /** Opens the log and asserts its configuration. Throws CodedError('run.unknown', 'log.not_restored' or 'log.misconfigured'). */
  open(run: string): Promise<RunLog>;
  /** Includes runs whose log the server did not restore. */
  list(): Promise<readonly string[]>;
  /** Returns the listed runs with the state of each log. The cost does not depend on the logs' lengths. */
  states(): Promise<readonly LogState[]>;
}
