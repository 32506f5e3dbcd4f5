import type { Summaries } from '../../../ports/summaries.ts';
import type { Connection } from './connection.ts';
import type { Link } from './dial.ts';
import { isNoResponders, isOneOf, jetStream } from './errors.ts';
import { readBatch } from './read-batch.ts';
import { checkToken, ensureStream, fileStorage, unsynced } from './streams.ts';

const batchSize = 1_000;

/** A key-value bucket, readable with `nats kv get`: run -> its last summary. Requests are not retried, because nothing depends on them. */
export class NatsSummaries implements Summaries {
  readonly #connection: Connection;
  readonly #replicas: number;
  readonly #bucket: string;

  constructor(connection: Connection, replicas: number) {
    this.#connection = connection;
    this.#replicas = replicas;
    this.#bucket = `${connection.namespace}-summaries`;
  }

  async list(): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    await this.#attempt('reading', async (link) => {
      for (let sequence = 1; ; ) {
        const { messages, isLast } = await readBatch(link, this.#stream, { sequence }, batchSize);
        for (const { subject, data } of messages) found.set(subject.slice(this.#subject('').length), data);
        sequence = (messages.at(-1)?.seq ?? sequence) + 1;
        if (isLast) return;
      }
    });
    return found;
  }

  get(run: string): Promise<Uint8Array | undefined> {
    const last_by_subj = this.#subject(checkToken(run));
    return this.#attempt(
      'reading',
      async ({ manager }) => (await manager.streams.getMessage(this.#stream, { last_by_subj })).data,
    );
  }

  async put(run: string, summary: Uint8Array): Promise<void> {
    const subject = this.#subject(checkToken(run));
    await this.#attempt('writing', async ({ jetStream: client }) => {
      try {
        await client.publish(subject, summary);
      } catch (error) {
        if (!isNoResponders(error)) throw error;
        await this.#ensure();
        await client.publish(subject, summary);
      }
    });
  }

  /** Requires the right to purge, which only the keeper has on the embedded server. */
  async forget(run: string): Promise<void> {
    const filter = this.#subject(checkToken(run));
    await this.#attempt('deleting', ({ manager }) => manager.streams.purge(this.#stream, { filter }));
  }

  get #stream(): string {
    return `KV_${this.#bucket}`;
  }

  #subject(run: string): string {
    return `$KV.${this.#bucket}.${run}`;
  }

  /** Returns undefined on failure, which is reported unless there is no summary yet. */
  async #attempt<Result>(doing: string, action: (link: Link) => Promise<Result>): Promise<Result | undefined> {
    try {
      const link = this.#connection.current;
      return link && (await action(link));
    } catch (error) {
      if (!isOneOf(error, jetStream.streamNotFound, jetStream.messageNotFound))
        this.#connection.report(`${doing} the summaries of runs failed`, error);
      return undefined;
    }
  }

  #ensure(): Promise<unknown> {
    return ensureStream(this.#connection, 'log', {
      name: this.#stream,
      subjects: [this.#subject('>')],
      storage: fileStorage,
      max_msgs_per_subject: 1,
      deny_delete: true,
      allow_direct: true,
      num_replicas: this.#replicas,
      ...unsynced(this.#replicas),
    });
  }
}
