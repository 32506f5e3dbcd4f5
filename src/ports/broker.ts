import type { Failure } from '../events/outcome.ts';
import type { Blobs } from './blobs.ts';
import type { Leases } from './leases.ts';
import type { Live } from './live.ts';
import type { RunLogs } from './log.ts';
import type { Summaries } from './summaries.ts';
import type { TaskQueue } from './tasks.ts';

/** Storage and messaging behind one connection. */
export interface Broker {
  /** For people: the server, its version and the place of its data. */
  readonly description: string;
  /** Warnings for a person, such as an external server with one replica. */
  readonly warnings: readonly string[];
  readonly logs: RunLogs;
  readonly tasks: TaskQueue;
  readonly blobs: Blobs;
  readonly live: Live;
  readonly leases: Leases;
  readonly summaries: Summaries;
  /** The reason why nothing can be recorded at present, within 3 s; undefined when none is known. */
  trouble(): Promise<Failure | undefined>;
  close(): Promise<void>;
}
