import { setTimeout as sleep } from 'node:timers/promises';
import { headers, type JsMsg, type StoredMsg } from 'nats';
import type { Event } from '../../../events/envelope.ts';
import { checkId } from '../../../events/id.ts';
import { CodedError } from '../../../events/outcome.ts';
import type { Appended, Recorded, RunLog, Stored } from '../../../ports/log.ts';
import { checkSubject, parseStored } from '../recorded.ts';
import type { Connection } from './connection.ts';
import type { Link } from './dial.ts';
import { isNoResponders, isOneOf, isRefusedAppend, jetStream } from './errors.ts';
import { ordered } from './ordered.ts';
import { readBatch } from './read-batch.ts';
import { streamExists } from './streams.ts';

type Expectation = { readonly lastSubjectSequence: 0; readonly lastSequence?: number };

/** The number of events requested at a time: each request creates a consumer, and all of its events are held in memory. */
const batchSize = 2_000;
/** An event missing for longer than this is lost; a lagging replica may lack it briefly. */
const laggingMs = 500;

const stored = ({ seq, subject, data }: JsMsg | StoredMsg): Stored => ({ sequence: seq, subject, bytes: data });

const record = (message: JsMsg | StoredMsg): Recorded => parseStored(stored(message));

const encode = (event: Event): Uint8Array => Buffer.from(JSON.stringify(event));

/** The log's state on opening: the recorded number of events, and whether the stream holds as many. */
export type Found = { readonly head: number; readonly isWhole: boolean };

export class NatsRunLog implements RunLog {
  readonly run: string;
  readonly #connection: Connection;
  readonly #stream: string;
  readonly #found: Found;

  constructor(connection: Connection, run: string, stream: string, found: Found) {
    this.#connection = connection;
    this.run = run;
    this.#stream = stream;
    this.#found = found;
  }

  async append(event: Event): Promise<Appended> {
    return (await this.#publish(event, encode(event), { lastSubjectSequence: 0 })) ? 'appended' : 'present';
  }

  appendAt(event: Event, lastSequence: number): Promise<Appended | 'moved'> {
    return this.#publishAt(event, encode(event), lastSequence);
  }

  async restore(recorded: Recorded): Promise<Appended | 'moved'> {
    checkSubject(recorded, this.#subject(recorded.event.id));
    return this.#publishAt(recorded.event, recorded.bytes, recorded.sequence - 1);
  }

  /** Asks the stream's leader, because a lagging replica could miss a recent append. */
  async get(id: string): Promise<Recorded | undefined> {
    const last_by_subj = this.#subject(id);
    return this.#request(async ({ manager }) => {
      try {
        return record(await manager.streams.getMessage(this.#stream, { last_by_subj }));
      } catch (error) {
        if (isOneOf(error, jetStream.messageNotFound)) return undefined;
        throw error;
      }
    });
  }

  lastSequence(): Promise<number> {
    return this.#request(async ({ manager }) => (await manager.streams.info(this.#stream)).state.last_seq);
  }

  async *read(): AsyncGenerator<Recorded> {
    for await (const each of this.readStored()) yield parseStored(each);
  }

  async *readStored(): AsyncGenerator<Stored> {
    for await (const message of this.#toHead(1)) yield stored(message);
  }

  async *follow(fromSequence: number, signal: AbortSignal): AsyncGenerator<Recorded> {
    let next = Math.max(1, fromSequence);
    for await (const message of this.#toHead(next)) {
      if (signal.aborted) return;
      yield record(message);
      next = message.seq + 1;
    }
    for await (const message of ordered(this.#connection, this.#stream, next, signal)) yield record(message);
  }

  /** Yields messages up to the current head. Throws CodedError('log.corrupt') at the first missing event. */
  async *#toHead(fromSequence: number): AsyncGenerator<JsMsg> {
    const head = Math.max(this.#found.head, await this.lastSequence());
    let deadline = Number.POSITIVE_INFINITY;
    for (let next = fromSequence; next <= head; ) {
      const from = { sequence: next };
      const { messages, isLast } = await this.#request((link) => readBatch(link, this.#stream, from, batchSize));
      for (const message of messages) {
        if (message.seq !== next) break;
        yield message;
        if (next === head) return;
        next += 1;
        deadline = Number.POSITIVE_INFINITY;
      }
      if (!isLast && messages.at(-1)?.seq === next - 1) continue;
      if (performance.now() > deadline) throw this.#lost(next, head);
      deadline = Math.min(deadline, performance.now() + laggingMs);
      await sleep(50);
    }
  }

  #lost(sequence: number, head: number): CodedError {
    return this.#corrupt(`event ${sequence} of run ${this.run} is lost; ${head} events were recorded`);
  }

  /** Refuses appends after a loss, because they would take the sequences of lost events. */
  #damaged(): CodedError {
    return this.#corrupt(`run ${this.run} lacks some of the ${this.#found.head} events that were recorded`);
  }

  #corrupt(what: string): CodedError {
    const ways = `"verify ${this.run}" shows what is left, "repair ${this.run}" what can be done`;
    return new CodedError('log.corrupt', `${what}: ${ways}`);
  }

  #subject(id: string): string {
    return `${this.#connection.namespace}.run.${this.run}.${checkId(id)}`;
  }

  async #publishAt(event: Event, bytes: Uint8Array, lastSequence: number): Promise<Appended | 'moved'> {
    if (await this.#publish(event, bytes, { lastSubjectSequence: 0, lastSequence })) return 'appended';
    return (await this.get(event.id)) === undefined ? 'moved' : 'present';
  }

  /** Returns false when the server refused the append, also on a retry of a successful append whose answer was lost. */
  async #publish(event: Event, bytes: Uint8Array, expect: Expectation): Promise<boolean> {
    const subject = this.#subject(event.id);
    if (!this.#found.isWhole) throw this.#damaged();
    return this.#request(async ({ jetStream: client, connection }) => {
      const label = headers();
      label.set('type', event.type);
      label.set('role', event.role);
      label.set('scope', event.scope);
      try {
        await client.publish(subject, bytes, { expect: { ...expect }, headers: label });
        return true;
      } catch (error) {
        if (isRefusedAppend(error)) return false;
        if ((error as { code?: string }).code !== 'MAX_PAYLOAD_EXCEEDED') throw error;
        throw new CodedError(
          'log.too_large',
          `event ${event.id} has ${bytes.length} bytes, but the server accepts at most ${connection.info?.max_payload}: store the large part as a blob`,
          { cause: error },
        );
      }
    });
  }

  #request<T>(action: (link: Link) => Promise<T>): Promise<T> {
    return this.#connection.request('log', async (link) => {
      try {
        return await action(link);
      } catch (error) {
        const suspicious = isNoResponders(error) || isOneOf(error, jetStream.streamNotFound);
        if (!suspicious || (await streamExists(link, this.#stream))) throw error;
        throw new CodedError('run.unknown', `run "${this.run}" no longer exists`, { cause: error });
      }
    });
  }
}
