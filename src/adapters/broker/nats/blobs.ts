import { createHash } from 'node:crypto';
import { type JetStreamManager, type MsgRequest, StoreCompression } from 'nats';
import { CodedError } from '../../../events/outcome.ts';
import type { Blobs } from '../../../ports/blobs.ts';
import type { Connection } from './connection.ts';
import type { Link } from './dial.ts';
import { directGet, type Found } from './direct-get.ts';
import { isOneOf, isRefusedAppend, jetStream } from './errors.ts';
import { readBatch } from './read-batch.ts';
import { ensureStream, fileStorage, firstDifference } from './streams.ts';

const chunkBytes = 512 * 1024;
const requestsAtOnce = 32;
const listedAtOnce = 1_000;

/** The part of the object store's metadata that this code reads; the rest serves other readers of the bucket. */
type ObjectMeta = { readonly nuid: string; readonly size: number; readonly chunks: number; readonly deleted?: boolean };

/**
 * Without the first two, every user with append rights could erase data; the keeper deletes by purging, a separate right.
 * The third allows reading a blob without a consumer. By the last the server compresses each block of its file once it is full
 * (8 MiB): the requests in it, most of the bytes, repeat each other.
 */
const settings = { allow_rollup_hdrs: false, deny_delete: true, allow_direct: true, compression: StoreCompression.S2 };

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

  async sizes(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    const waiting = names.values();
    const ask = async (): Promise<void> => {
      for (const name of waiting) {
        const meta = await this.#meta(name);
        if (meta !== undefined) sizes.set(name, meta.size);
      }
    };
    await Promise.all(Array.from({ length: Math.min(requestsAtOnce, names.length) }, ask));
    return sizes;
  }

  /** Reads only subjects and sizes, no bytes. */
  async *list(): AsyncGenerator<{ readonly name: string; readonly sizeBytes: number }> {
    await this.#prepare();
    const sizes = new Map<string, number>();
    for (let sequence = 1, isLast = false; !isLast; ) {
      const from = { sequence, headersOnly: true };
      const batch = await this.#connection.request('blobs', (link) =>
        readBatch(link, this.#stream, from, listedAtOnce),
      );
      for (const { subject, headers } of batch.messages) {
        const name = this.#nameIn(subject);
        const isPart = subject === this.#chunkSubject(name);
        sizes.set(name, (sizes.get(name) ?? 0) + (isPart ? Number(headers?.get('Nats-Msg-Size')) : 0));
      }
      sequence = (batch.messages.at(-1)?.seq ?? sequence) + 1;
      isLast = batch.isLast;
    }
    for (const [name, sizeBytes] of sizes) yield { name, sizeBytes };
  }

  /** Returns fewer chunks than expected when the server cannot read one. */
  async #chunks({ nuid, chunks: count }: ObjectMeta): Promise<readonly Uint8Array[]> {
    const chunks: Uint8Array[] = [];
    for (let sequence = 1; chunks.length < count; ) {
      const chunk = await this.#next(this.#chunkSubject(nuid), sequence);
      if (chunk === undefined) break;
      chunks.push(chunk.data);
      sequence = chunk.sequence + 1;
    }
    return chunks;
  }

  /** Asks the leader before a message counts as absent, because a lagging replica may not have it yet. */
  #next(subject: string, sequence: number): Promise<Found | undefined> {
    return this.#connection.request('blobs', async (link) => {
      const found = await directGet(link, this.#stream, subject, sequence);
      if (found !== undefined || this.#replicas === 1) return found;
      const query = { seq: sequence, next_by_subj: subject } as MsgRequest;
      try {
        const { seq, data } = await link.manager.streams.getMessage(this.#stream, query);
        return { sequence: seq, data };
      } catch (error) {
        if (isOneOf(error, jetStream.messageNotFound)) return undefined;
        throw error;
      }
    });
  }

  get #stream(): string {
    return `OBJ_${this.#bucket}`;
  }

  #chunkSubject(id: string): string {
    return `$O.${this.#bucket}.C.${id}`;
  }

  /** Returns the blob's name in the subject of its metadata or a chunk; other subjects give an invalid name. */
  #nameIn(subject: string): string {
    const token = subject.split('.').at(-1) ?? '';
    return subject.startsWith(this.#chunkSubject('')) ? token : Buffer.from(token, 'base64url').toString();
  }

  #metaSubject(name: string): string {
    return `$O.${this.#bucket}.M.${Buffer.from(name).toString('base64url')}${'='.repeat((3 - (name.length % 3)) % 3)}`;
  }

  /** Reads the first metadata message; later ones have no effect. */
  async #meta(name: string): Promise<ObjectMeta | undefined> {
    await this.#prepare();
    const found = await this.#next(this.#metaSubject(name), 1);
    const meta = found && (JSON.parse(Buffer.from(found.data).toString()) as ObjectMeta);
    return meta?.deleted === true ? undefined : meta;
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

  /** Applies these settings to a bucket that another program created with others. */
  async #ensure(): Promise<void> {
    const config = await ensureStream(this.#connection, 'blobs', {
      name: this.#stream,
      subjects: [`$O.${this.#bucket}.C.>`, `$O.${this.#bucket}.M.>`],
      storage: fileStorage,
      ...settings,
      num_replicas: this.#replicas,
    });
    if (firstDifference(config as unknown as Record<string, unknown>, settings) === undefined) return;
    await this.#connection.found('blobs', ({ manager }) => manager.streams.update(this.#stream, settings));
  }
}
