import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AckPolicy, connect, type Msg, StoreCompression } from 'nats';
import { blobNames, blobReferences } from '../src/actors/bundle/blob-references.ts';
import { connectNats } from '../src/adapters/broker/nats/broker.ts';
import { readAhead } from '../src/events/read-ahead.ts';
import { table } from '../src/text/table.ts';
import { eventOf, taskOf } from '../tests/support/broker-data.ts';
import { findServerBinary } from '../tests/support/nats-server.ts';
import { playRun } from '../tests/support/playbook-lab.ts';
import { machineFacts } from './machine.ts';

/**
 * Measures what storing costs: fsyncs and CPU time of a durable step with a queue that is synced, and with ours, and by the
 * bare client; a run's log with each text in full, and with references; reading the blobs of a run one by one through a
 * consumer each, and by direct gets; the disk space of blobs without compression and with. fsyncs are counted by strace, in
 * a pass of their own, and left out where there is no strace.
 */
const folder = mkdtempSync(join(tmpdir(), 'storage-'));
const hasStrace = spawnSync('strace', ['-V']).status === 0;
const steps = 200;
const warmUp = 20;

type Server = {
  readonly url: string;
  readonly fsyncs: () => number;
  readonly cpu: () => number;
  readonly stop: () => Promise<void>;
};

const startServer = async (isTraced: boolean): Promise<Server> => {
  const home = mkdtempSync(join(folder, 'server-'));
  const [config, trace] = [join(home, 'nats.conf'), join(home, 'trace')];
  const settings = `jetstream { store_dir: "${home}/store", sync_interval: always }`;
  writeFileSync(
    config,
    `listen: "127.0.0.1:-1", ports_file_dir: "${home}", pid_file: "${home}/pid", max_payload: 8MB\n${settings}\n`,
  );
  const command = [findServerBinary() ?? '', '-c', config];
  const traced = ['strace', '-f', '-e', 'trace=fsync,fdatasync', '-o', trace, ...command];
  const [program = '', ...parameters] = isTraced ? traced : command;
  const child = spawn(program, parameters, { stdio: 'ignore' });
  let port: string | undefined;
  while (port === undefined) {
    await sleep(20);
    const [file] = globSync(join(home, '*.ports'));
    port = file && /nats:\/\/[^"]*:(\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
  }
  const pid = Number(readFileSync(join(home, 'pid'), 'utf8'));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  return {
    url: `nats://127.0.0.1:${port}`,
    fsyncs: () =>
      readFileSync(trace, 'utf8')
        .split('\n')
        .filter((line) => /sync\(/.test(line)).length,
    cpu: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return 10 * (Number(fields[11]) + Number(fields[12]));
    },
    stop: async () => {
      process.kill(pid, 'SIGTERM');
      await gone;
    },
  };
};

/** A queue as it was before: its stream is there already when the broker looks for it. */
const makeSyncedQueue = async (url: string): Promise<void> => {
  const link = await connect({ servers: url });
  const manager = await link.jetstreamManager();
  const limits = { retention: 'workqueue', discard: 'new', discard_new_per_subject: true, max_msgs_per_subject: 1 };
  await manager.streams.add({ name: 'lab-tasks', subjects: ['lab.task.>'], ...limits } as never);
  await link.close();
};

/** Per step; `own` and `server` are milliseconds of CPU time. */
type Costs = { readonly fsyncs: number; readonly own: number; readonly server: number };

const text = 'x'.repeat(2_000);

const costOf = async (server: Server, isTraced: boolean, step: (index: number) => Promise<unknown>): Promise<Costs> => {
  for (let index = 0; index < warmUp; index += 1) await step(index);
  const began = { own: process.cpuUsage(), server: server.cpu(), fsyncs: isTraced ? server.fsyncs() : 0 };
  for (let index = warmUp; index < warmUp + steps; index += 1) await step(index);
  const { user, system } = process.cpuUsage(began.own);
  const spent = server.cpu() - began.server;
  await sleep(500);
  const fsyncs = isTraced ? server.fsyncs() - began.fsyncs : Number.NaN;
  return { fsyncs: fsyncs / steps, own: (user + system) / 1000 / steps, server: spent / steps };
};

/** A step: a task is published and taken up, its start and its result are recorded, it is acknowledged, an event follows. */
const costOfStep = async (isSynced: boolean, isTraced: boolean): Promise<Costs> => {
  const server = await startServer(isTraced);
  if (isSynced) await makeSyncedQueue(server.url);
  const broker = await connectNats({ url: server.url });
  const log = await broker.logs.create('bench');
  const stop = new AbortController();
  let done = (): void => {};
  const consuming = broker.tasks.consume({ run: 'bench', kind: 'toy' }, 1, stop.signal, async (delivery) => {
    await log.append(eventOf('bench', `${delivery.task.id}.started.1`));
    await log.append(eventOf('bench', `${delivery.task.id}.result`, { text }));
    await delivery.acknowledge();
    done();
  });
  const costs = await costOf(server, isTraced, async (index) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    done = resolve;
    await broker.tasks.publish({ ...taskOf('bench', `run.a.${index}`, 'toy'), input: { text } });
    await promise;
    await log.append(eventOf('bench', `run.b.${index}`));
  });
  stop.abort();
  await consuming;
  await broker.close();
  await server.stop();
  return costs;
};

/** The messages of a step by the bare client, one after the other: less it cannot cost. */
const costOfBareStep = async (): Promise<Costs> => {
  const server = await startServer(false);
  const link = await connect({ servers: server.url, noAsyncTraces: true });
  const manager = await link.jetstreamManager();
  const limits = { discard: 'new', discard_new_per_subject: true, max_msgs_per_subject: 1 };
  const queue = { retention: 'workqueue', persist_mode: 'async', ...limits };
  await manager.streams.add({ name: 'log', subjects: ['log.>'], ...limits } as never);
  await manager.streams.add({ name: 'queue', subjects: ['queue.>'], ...queue } as never);
  await manager.consumers.add('queue', { durable_name: 'toy', ack_policy: AckPolicy.Explicit });
  const client = link.jetstream();
  const publish = (subject: string, value: object) => client.publish(subject, JSON.stringify(value));
  const append = (id: string, data?: object) => publish(`log.${id}`, eventOf('bench', id, data));
  const deliveries = link.subscribe('inbox')[Symbol.asyncIterator]();
  const costs = await costOf(server, false, async (index) => {
    const task = taskOf('bench', `run.a.${index}`, 'toy');
    link.publish('$JS.API.CONSUMER.MSG.NEXT.queue.toy', '{"batch":1,"expires":2000000000}', { reply: 'inbox' });
    await publish(`queue.${task.id}`, { ...task, input: { text } });
    const delivery = (await deliveries.next()).value as Msg;
    await append(`${task.id}.started.1`);
    await append(`${task.id}.result`, { text });
    await link.request(delivery.reply ?? '', '+ACK');
    await append(`run.b.${index}`);
  });
  await link.close();
  await server.stop();
  return costs;
};

type Row = { readonly what: string; readonly before: number; readonly after: number };

const stepRows = async (): Promise<readonly Row[]> => {
  const [synced, bare, ours] = [await costOfStep(true, false), await costOfBareStep(), await costOfStep(false, false)];
  const rows = [
    { what: 'CPU ms of a step', before: synced.own + synced.server, after: ours.own + ours.server },
    { what: 'the same by the bare client', before: bare.own + bare.server, after: ours.own + ours.server },
    { what: "of these, the server's", before: bare.server, after: ours.server },
  ];
  if (!hasStrace) return rows;
  const [traced, now] = [await costOfStep(true, true), await costOfStep(false, true)];
  return [{ what: 'fsyncs of a step', before: traced.fsyncs, after: now.fsyncs }, ...rows];
};

const logRows = async (): Promise<readonly Row[]> => {
  const { log } = await playRun(2, () => 0.6, {}, { run: 'played' });
  const [before, after] = [log.map(({ event }) => JSON.stringify(event)), log.map(({ bytes }) => bytes)].map(
    (stored) => stored.reduce((sum, bytes) => sum + Buffer.byteLength(bytes), 0) / 1000,
  ) as [number, number];
  return [{ what: 'kB of the log of a run', before, after }];
};

/** As blobs were read before: the description from the leader, the bytes through a consumer of their own. */
const readByConsumer = async (url: string, names: readonly string[]): Promise<void> => {
  const link = await connect({ servers: url });
  const [client, manager] = [link.jetstream(), await link.jetstreamManager()];
  for (const name of names) {
    const last_by_subj = `$O.lab-blobs.M.${Buffer.from(name).toString('base64url')}==`;
    await manager.streams.getMessage('OBJ_lab-blobs', { last_by_subj });
    const filter_subject = `$O.lab-blobs.C.${name}`;
    const made = await manager.consumers.add('OBJ_lab-blobs', {
      ack_policy: AckPolicy.None,
      filter_subject,
      mem_storage: true,
    });
    const consumer = await client.consumers.get('OBJ_lab-blobs', made.name);
    const messages = await consumer.fetch({ max_messages: 1, expires: 1_000 });
    for await (const _ of messages) break;
    await consumer.delete();
  }
  await link.close();
};

const timed = async (work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

const sizeOnDisk = (pattern: string): number =>
  globSync(join(folder, '*/store', '**', pattern, 'msgs/*.blk')).reduce((sum, file) => sum + statSync(file).size, 0);

const blobRows = async (): Promise<readonly Row[]> => {
  const server = await startServer(false);
  const broker = await connectNats({ url: server.url });
  const link = await connect({ servers: server.url });
  const manager = await link.jetstreamManager();
  await manager.streams.add({ name: 'plain', subjects: ['plain.>'] });
  await manager.streams.add({ name: 'packed', subjects: ['packed.>'], compression: StoreCompression.S2 });
  const client = link.jetstream();
  let names: readonly string[] = [];
  for (let index = 0; index < 12; index += 1) {
    const { log, broker: played } = await playRun(1, () => 0.5 + index / 40, {}, { run: `played-${index}` });
    names = await blobNames(await blobReferences(log, played.blobs), played.blobs);
    for await (const bytes of readAhead(names.map((name) => ({ sizeBytes: 0, read: () => played.blobs.get(name) })))) {
      await broker.blobs.put(bytes);
      if (bytes.length > 1_000_000) continue;
      for (const stream of ['plain', 'packed']) await client.publish(`${stream}.${randomUUID()}`, bytes);
    }
  }
  const reads = names.map((name) => ({ sizeBytes: 0, read: () => broker.blobs.get(name) }));
  const direct = async (): Promise<void> => {
    for await (const _ of readAhead(reads));
  };
  const rounds = [1, 2, 3];
  const [before, after] = [[] as number[], [] as number[]];
  for (const _ of rounds) {
    before.push(await timed(() => readByConsumer(server.url, names)));
    after.push(await timed(direct));
  }
  const rows = [
    { what: `ms to read the ${names.length} blobs of a run`, before: Math.min(...before), after: Math.min(...after) },
    { what: 'MB on the disk, blobs of 12 runs', before: sizeOnDisk('plain') / 1e6, after: sizeOnDisk('packed') / 1e6 },
  ];
  await link.close();
  await broker.close();
  await server.stop();
  return rows;
};

try {
  console.log(`What storing costs\n${machineFacts()}\n`);
  console.log(
    table(
      [...(await stepRows()), ...(await logRows()), ...(await blobRows())],
      [
        { title: 'WHAT', text: ({ what }) => what },
        { title: 'BEFORE', text: ({ before }) => before.toFixed(2), right: true },
        { title: 'AFTER', text: ({ after }) => after.toFixed(2), right: true },
        { title: 'RATIO', text: ({ before, after }) => (before / after).toFixed(1), right: true },
      ],
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
