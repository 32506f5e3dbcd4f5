import { nanos, type StreamConfig } from 'nats';
import type { HeldLease, Lease, Leases } from '../../../ports/leases.ts';
import type { Connection } from './connection.ts';
import { isNoResponders, isOneOf, jetStream } from './errors.ts';
import { checkToken, ensureStream, fileStorage, unsynced } from './streams.ts';

const renewalMs = 4_000;
const defaultLifeMs = 15_000;
/** Last token of a key that marks a lease as released. */
const over = 'over';

/**
 * A key-value bucket with keys `<run>.<worker>` and unused values. The server expires a key that is not rewritten in
 * time. No user may delete here, so releasing a lease writes a key, too.
 */
export class NatsLeases implements Leases {
  readonly #connection: Connection;
  readonly #replicas: number;
  readonly #bucket: string;

  constructor(connection: Connection, replicas: number) {
    this.#connection = connection;
    this.#replicas = replicas;
    this.#bucket = `${connection.namespace}-leases`;
  }

  async hold({ run, worker }: Lease): Promise<HeldLease> {
    const key = `${checkToken(run)}.${checkToken(worker)}`;
    await this.#write(key);
    const renew = (): void => {
      this.#write(key).catch((error: { code?: string }) => {
        if (error.code === 'nats.closed') clearInterval(timer);
        else this.#connection.report(`renewing the lease of ${worker} failed`, error);
      });
    };
    const timer = setInterval(renew, renewalMs).unref();
    return {
      release: async () => {
        clearInterval(timer);
        await this.#write(`${key}.${over}`);
      },
    };
  }

  async list(): Promise<readonly Lease[]> {
    const prefix = `$KV.${this.#bucket}.`;
    const keys = await this.#connection.request('leases', async ({ manager }) => {
      try {
        const { state } = await manager.streams.info(this.#stream, { subjects_filter: `${prefix}>` });
        return Object.keys(state.subjects ?? {}).map((subject) => subject.slice(prefix.length));
      } catch (error) {
        if (isOneOf(error, jetStream.streamNotFound)) return [];
        throw error;
      }
    });
    const known = new Set(keys);
    return keys.flatMap((key) => {
      const [run, worker, end] = key.split('.');
      if (run === undefined || worker === undefined || end !== undefined || known.has(`${key}.${over}`)) return [];
      return [{ run, worker }];
    });
  }

  get #stream(): string {
    return `KV_${this.#bucket}`;
  }

  async #write(key: string): Promise<void> {
    await this.#connection.request('leases', async ({ jetStream: client }) => {
      try {
        await client.publish(`$KV.${this.#bucket}.${key}`);
      } catch (error) {
        if (isNoResponders(error)) await this.#ensure();
        throw error;
      }
    });
  }

  #ensure(): Promise<StreamConfig> {
    return ensureStream(this.#connection, 'leases', {
      name: this.#stream,
      subjects: [`$KV.${this.#bucket}.>`],
      storage: fileStorage,
      max_msgs_per_subject: 1,
      max_age: nanos(this.#connection.options.leaseLifeMs ?? defaultLifeMs),
      deny_delete: true,
      allow_direct: true,
      num_replicas: this.#replicas,
      ...unsynced(this.#replicas),
    });
  }
}
