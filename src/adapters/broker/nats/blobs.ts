import { createHash } from 'node:crypto';
import type { JetStreamManager, MsgRequest } from 'nats';
import { CodedError } from '../../../events/outcome.ts';
import type { Blobs } from '../../../ports/blobs.ts';
import type { Connection } from './connection.ts';
import type { Link } from './dial.ts';
import { isOneOf, isRefusedAppend, jetStream } from './errors.ts';
import { readBatch } from './read-batch.ts';
import { ensureStream, fileStorage, firstDifference } from './streams.ts';

const chunkBytes = 512 * 1024;
const chunksAtOnce = 64;

/** The part of the object store's metadata that this code reads; the rest serves other readers of the bucket. */
type ObjectMeta = { readonly nuid: string; readonly size: number; readonly chunks: number; readonly deleted?: boolean };

/** Selects the first message on a subject, which is authoritative: later ones change nothing. */
const firstOf = (subject: string): MsgRequest => ({ seq: 1, next_by_subj: subject }) as MsgRequest;

/** Without these settings, every user with append rights could erase data. The keeper deletes by purging, a separate right. */
const walls = { allow_rollup_hdrs: false, deny_delete: true };

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

const metaOf = (bucket: string, name: string, size: number, chunks: number, digest: Buffer) => ({
  name,
  bucket,
  nuid: name,
  size,
  chunks,
  digest: `SHA-256=${digest.toString('base64url')}=`,
  mtime: new Date().toISOString(),
  options: { max_chunk_size: chunkBytes },
});

/**
 * A NATS object store, readable with `nats object get`. An object exists only once its metadata does, which is written
 * last and once. Source: NATS ADR-20, "JetStream based Object Stores".
 */
export class NatsBlobs implements Blobs {
  readonly #connection: Connection;
  readonly #bucket: string;
  readonly #replicas: number;
  #ready: Promise<unknown> | undefined;

  constructor(connection: Connection, replicas: number) {
    this.#connection = connection;
    this.#bucket = `${connection.namespace}-blobs`;
    this.#replicas = replicas;
  }

  async put(bytes: Uint8Array): Promise<string> {
    const digest = sha256(bytes);
    const name = digest.toString('hex');
    await this.#prepare();
    if (await this.has(name)) return name;
    await this.#connection.request('blobs', (link) => this.#store(link, name, digest, bytes));
    return name;
  }

  async get(name: string): Promise<Uint8Array> {
    const meta = await this.#meta(name);
    if (meta === undefined) throw new CodedError('blob.missing', `there is no blob ${name}`);
    const bytes = Buffer.concat(await this.#chunks(meta));
    if (sha256(bytes).toString('hex') === name) return bytes;
    throw new CodedError(
      'blob.corrupt',
      `blob ${name} has ${bytes.length} bytes that do not match its SHA-256: restore it from a backup`,
    );
  }

  async has(name: string): Promise<boolean> {
    return (await this.#meta(name)) !== undefined;
  }

  /** Deletes the metadata first, so that a partly deleted blob counts as absent. Requires the right to purge. */
  async delete(name: string): Promise<boolean> {
    const isThere = await this.has(name);
    for (const filter of [this.#metaSubject(name), this.#chunkSubject(name)])
      await this.#connection.request('blobs', ({ manager }) => manager.streams.purge(this.#stream, { filter }));
    return isThere;
  }

  /** Returns fewer chunks than expected when the server cannot read one. */
  async #chunks({ nuid, chunks: count }: ObjectMeta): Promise<readonly Uint8Array[]> {
    const chunks: Uint8Array[] = [];
    const subject = this.#chunkSubject(nuid);
    for (let sequence = 1; chunks.length < count; ) {
      const from = { sequence, subject };
      const wanted = Math.min(count - chunks.length, chunksAtOnce);
      const { messages, isLast } = await this.#connection.request('blobs', (link) =>
        readBatch(link, this.#stream, from, wanted),
      );
      chunks.push(...messages.map(({ data }) => data));
      sequence = (messages.at(-1)?.seq ?? sequence) + 1;
      if (isLast) break;
    }
    return chunks;
  }

  get #stream(): string {
    return `OBJ_${this.#bucket}`;
  }

  #chunkSubject(id: string): string {
    return `$O.${this.#bucket}.C.${id}`;
  }

  #metaSubject(name: string): string {
    return `$O.${this.#bucket}.M.${Buffer.from(name).toString('base64url')}${'='.repeat((3 - (name.length % 3)) % 3)}`;
  }

  async #meta(name: string): Promise<ObjectMeta | undefined> {
    await this.#prepare();
    return this.#connection.request('blobs', async ({ manager }) => {
      try {
        const message = await manager.streams.getMessage(this.#stream, firstOf(this.#metaSubject(name)));
        const meta = message.json<ObjectMeta>();
        return meta.deleted === true ? undefined : meta;
      } catch (error) {
        if (isOneOf(error, jetStream.messageNotFound)) return undefined;
        throw error;
      }
    });
  }

  /**
   * Appends chunk k only after chunk k - 1, so that concurrent writers of the same blob, and a retry after a failure,
   * continue from the stored chunks. No partial copy is left over, and no writer needs the right to delete.
   */
  async #store({ jetStream: client, manager }: Link, name: string, digest: Buffer, bytes: Uint8Array): Promise<void> {
    const subject = this.#chunkSubject(name);
    const count = Math.ceil(bytes.length / chunkBytes);
    let { lastSequence, stored } = await this.#progress(manager, subject);
    while (stored < count) {
      const chunk = bytes.subarray(stored * chunkBytes, (stored + 1) * chunkBytes);
      try {
        lastSequence = (await client.publish(subject, chunk, { expect: { lastSubjectSequence: lastSequence } })).seq;
        stored += 1;
      } catch (error) {
        if (!isRefusedAppend(error)) throw error;
        ({ lastSequence, stored } = await this.#progress(manager, subject));
      }
    }
    const meta = metaOf(this.#bucket, name, bytes.length, count, digest);
    try {
      await client.publish(this.#metaSubject(name), JSON.stringify(meta), { expect: { lastSubjectSequence: 0 } });
    } catch (error) {
      if (!isRefusedAppend(error)) throw error;
    }
  }

  /** Reads the sequence before the count, so that a chunk stored in between makes the next append fail and is noticed. */
  async #progress(manager: JetStreamManager, subject: string): Promise<{ lastSequence: number; stored: number }> {
    try {
      const { seq } = await manager.streams.getMessage(this.#stream, { last_by_subj: subject });
      const { state } = await manager.streams.info(this.#stream, { subjects_filter: subject });
      return { lastSequence: seq, stored: state.subjects?.[subject] ?? 0 };
    } catch (error) {
      if (isOneOf(error, jetStream.messageNotFound)) return { lastSequence: 0, stored: 0 };
      throw error;
    }
  }

  #prepare(): Promise<unknown> {
    this.#ready ??= this.#ensure().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  /** Adds the protective settings to a bucket that another program created without them. */
  async #ensure(): Promise<void> {
    const config = await ensureStream(this.#connection, 'blobs', {
      name: this.#stream,
      subjects: [`$O.${this.#bucket}.C.>`, `$O.${this.#bucket}.M.>`],
      storage: fileStorage,
      ...walls,
      allow_direct: true,
      num_replicas: this.#replicas,
    });
    if (firstDifference(config as unknown as Record<string, unknown>, walls) === undefined) return;
    await this.#connection.found('blobs', ({ manager }) => manager.streams.update(this.#stream, walls));
  }
}
