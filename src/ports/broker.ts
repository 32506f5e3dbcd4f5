import type { Blobs } from './blobs.ts';
import type { Leases } from './leases.ts';
import type { Live } from './live.ts';
import type { RunLogs } from './log.ts';
import type { Summaries } from './summaries.ts';
import type { TaskQueue } from './tasks.ts';

/** Everything that is stored or sent, behind one connection. */
export interface Broker {
  /** For people: server, version, where it keeps its data. */
  readonly description: string;
  /** Things a person should know, such as a foreign server with one replica. */
  readonly warnings: readonly string[];
  readonly logs: RunLogs;
  readonly tasks: TaskQueue;
  readonly blobs: Blobs;
  readonly live: Live;
  readonly leases: Leases;
  readonly summaries: Summaries;
  close(): Promise<void>;
}
