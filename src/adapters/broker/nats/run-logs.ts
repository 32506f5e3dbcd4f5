import { randomUUID } from 'node:crypto';
import { DiscardPolicy, RetentionPolicy, StoreCompression, type StreamConfig, type StreamInfo } from 'nats';
import { CodedError } from '../../../events/outcome.ts';
import type { LogState, RunLog, RunLogs } from '../../../ports/log.ts';
import { SharingLog } from '../sharing-log.ts';
import type { Connection } from './connection.ts';
import type { Store } from './embedded/heads.ts';
import { isOneOf, jetStream } from './errors.ts';
import { NatsRunLog } from './run-log.ts';
import { checkToken, fileStorage, firstDifference } from './streams.ts';

export const runStream = (namespace: string, run: string): string => `${namespace}-run-${checkToken(run)}`;

/** The settings that make a log append-only with unique event ids; asserted at every opening. */
const runSettings = (namespace: string, run: string) => ({
  subjects: [`${namespace}.run.${run}.>`],
  storage: fileStorage,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.New,
  discard_new_per_subject: true,
  max_msgs_per_subject: 1,
  deny_delete: true,
  deny_purge: true,
  allow_rollup_hdrs: false,
  max_msgs: -1,
  max_bytes: -1,
  max_age: 0,
  max_msg_size: -1,
});

/** A full block of the server's file, 8 MB, is compressed; not asserted, because earlier logs are not compressed. */
export const newRunSettings = (namespace: string, run: string) => ({
  ...runSettings(namespace, run),
  compression: StoreCompression.S2,
});

/** Settings that a stream must not have, because each could change or drop stored events. */
const unwanted = [
  'mirror',
  'sources',
  'subject_transform',
  'allow_msg_ttl',
  'allow_msg_counter',
  'persist_mode',
  'sealed',
];

const problemWith = (found: StreamConfig, namespace: string, run: string): string | undefined => {
  const values = found as unknown as Record<string, unknown>;
  const set = unwanted.find((name) => Boolean(values[name]) && values[name] !== 'default');
  return (
    firstDifference(values, runSettings(namespace, run)) ??
    (set && `${set} is ${JSON.stringify(values[set])} and must not be set`)
  );
};

export class NatsRunLogs implements RunLogs {
  readonly #connection: Connection;
  readonly #replicas: number;
  readonly #store: Store | undefined;

  constructor(connection: Connection, replicas: number, store?: Store) {
    this.#connection = connection;
    this.#replicas = replicas;
    this.#store = store;
  }

  async create(run: string): Promise<RunLog> {
    const { namespace } = this.#connection;
    const name = runStream(namespace, run);
    /** Distinguishes a stream that our own retried request created from another's, because equal creations both succeed. */
    const creation = randomUUID();
    const wanted = { name, ...newRunSettings(namespace, run), num_replicas: this.#replicas, metadata: { creation } };
    if (await this.#isStored(name)) throw new CodedError('run.exists', `run "${run}" already exists`);
    await this.#connection.found('log', async ({ manager }) => {
      try {
        await manager.streams.add(wanted);
      } catch (error) {
        if (!isOneOf(error, jetStream.streamNameInUse)) throw error;
        const { config } = await manager.streams.info(name);
        if (config.metadata?.creation !== creation)
          throw new CodedError('run.exists', `run "${run}" already exists`, { cause: error });
      }
    });
    return new SharingLog(new NatsRunLog(this.#connection, run, name, { head: 0, isWhole: true }));
  }

  async open(run: string): Promise<RunLog> {
    const { namespace } = this.#connection;
    const name = runStream(namespace, run);
    const info = await this.#connection.request('log', async ({ manager }) => {
      try {
        return await manager.streams.info(name);
      } catch (error) {
        if (!isOneOf(error, jetStream.streamNotFound)) throw error;
        throw await this.#absent(run, name, error);
      }
    });
    const problem = problemWith(info.config, namespace, run);
    if (problem !== undefined) throw new CodedError('log.misconfigured', `stream ${name}: ${problem}`);
    const { messages, last_seq } = info.state;
    const head = Math.max(last_seq, (await this.#store?.head(name)) ?? 0);
    return new SharingLog(new NatsRunLog(this.#connection, run, name, { head, isWhole: messages === head }));
  }

  async list(): Promise<readonly string[]> {
    const { namespace } = this.#connection;
    const prefix = `${namespace}-run-`;
    const names = await this.#connection.request('log', async ({ manager }) => {
      const found: string[] = [];
      for await (const name of manager.streams.names(`${namespace}.run.>`)) found.push(name);
      return found;
    });
    const stored = (await this.#store?.streams()) ?? [];
    return [...new Set([...names, ...stored])]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .sort();
  }

  async states(): Promise<readonly LogState[]> {
    const { namespace } = this.#connection;
    const prefix = `${namespace}-run-`;
    const infos = await this.#connection.request('log', async ({ manager }) => {
      const found: StreamInfo[] = [];
      for await (const info of manager.streams.list(`${namespace}.run.>`)) found.push(info);
      return found;
    });
    const stored = (await this.#store?.streams()) ?? [];
    const heads = await this.#store?.heads();
    const states = infos
      .filter(({ config }) => config.name.startsWith(prefix))
      .map((info) => this.#state(info, info.config.name.slice(prefix.length), heads?.get(info.config.name) ?? 0));
    const restored = new Set(states.map(({ run }) => run));
    const lost = stored
      .filter((name) => name.startsWith(prefix) && !restored.has(name.slice(prefix.length)))
      .map((name) => ({ run: name.slice(prefix.length), created: '', lastSequence: 0, sizeBytes: 0, isWhole: false }));
    return [...states, ...lost].sort((one, other) => (one.run < other.run ? -1 : 1));
  }

  #state({ config, created, state }: StreamInfo, run: string, noted: number): LogState {
    const { messages, last_seq: lastSequence, bytes: sizeBytes } = state;
    const isWhole =
      messages === Math.max(lastSequence, noted) && problemWith(config, this.#connection.namespace, run) === undefined;
    return { run, created: String(created), lastSequence, sizeBytes, isWhole };
  }

  async #isStored(name: string): Promise<boolean> {
    return (await this.#store?.streams())?.includes(name) ?? false;
  }

  async #absent(run: string, name: string, cause: unknown): Promise<CodedError> {
    if (!(await this.#isStored(name)))
      return new CodedError('run.unknown', `there is no run "${run}"; the command "runs" lists all runs`, {
        cause,
      });
    return new CodedError(
      'log.not_restored',
      `run "${run}" was recorded here, but the NATS server did not restore its log: "repair ${run}" recovers what it can from its data`,
      { cause },
    );
  }
}
