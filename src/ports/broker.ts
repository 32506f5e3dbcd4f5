import type { Failure } from '../events/outcome.ts';
import type { Blobs } from './blobs.ts';
import type { Leases } from './leases.ts';
import type { Live } from './live.ts';
import type { RunLogs } from './log.ts';
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
  /** Why nothing can be recorded now, found within 3 s; undefined when nothing speaks against it. */
  trouble(): Promise<Failure | undefined>;
  close(): Promise<void>;
}
