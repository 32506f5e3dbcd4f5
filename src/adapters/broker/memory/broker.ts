import { createHash } from 'node:crypto';
import { checkId } from '../../../events/id.ts';
import { CodedError } from '../../../events/outcome.ts';
import type { Blobs } from '../../../ports/blobs.ts';
import type { Broker } from '../../../ports/broker.ts';
import type { Live, Telemetry } from '../../../ports/live.ts';
import type { Summaries } from '../../../ports/summaries.ts';
import { ItemQueue } from './item-queue.ts';
import { createLeases } from './leases.ts';
import { MemoryRunLogs } from './run-logs.ts';
import { MemoryTaskQueue } from './task-queue.ts';

const createBlobs = (): Blobs => {
  const stored = new Map<string, Uint8Array>();
  return {
    put: async (bytes) => {
      const name = createHash('sha256').update(bytes).digest('hex');
      stored.set(name, Uint8Array.from(bytes));
      return name;
    },
    get: async (name) => {
      const bytes = stored.get(name);
      if (bytes === undefined) throw new CodedError('blob.missing', `there is no blob ${name}`);
      return Uint8Array.from(bytes);
    },
    has: async (name) => stored.has(name),
    sizes: async (names) =>
      new Map(names.filter((name) => stored.has(name)).map((name) => [name, stored.get(name)?.length ?? 0])),
    list: async function* () {
      for (const [name, { length }] of stored) yield { name, sizeBytes: length };
    },
  };
};

const createLive = (): Live => {
  const watchers = new Map<ItemQueue<Telemetry>, string>();
  return {
    publish: (telemetry) => {
      for (const [queue, run] of watchers) if (run === telemetry.run) queue.push({ ...telemetry });
    },
    watch: (run, signal) => {
      const queue = new ItemQueue<Telemetry>(signal);
      watchers.set(queue, checkId(run));
      signal.addEventListener('abort', () => watchers.delete(queue), { once: true });
      return queue;
    },
  };
};

const createSummaries = (): Summaries => {
  const kept = new Map<string, Uint8Array>();
  return {
    list: async () => new Map(kept),
    get: async (run) => kept.get(checkId(run)),
    put: async (run, summary) => void kept.set(checkId(run), Uint8Array.from(summary)),
  };
};

/** Keeps everything in memory, for tests that need a broker's semantics without durability. */
export const createMemoryBroker = (): Broker => ({
  description: 'memory of this process',
  warnings: [],
  logs: new MemoryRunLogs(),
  tasks: new MemoryTaskQueue(),
  blobs: createBlobs(),
  live: createLive(),
  leases: createLeases(),
  trouble: async () => undefined,
  summaries: createSummaries(),
  close: async () => {},
});
