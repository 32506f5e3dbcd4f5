import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connect, type NatsConnection } from 'nats';
import { hashOf } from '../src/actors/canonical.ts';
import { Fold } from '../src/actors/fold.ts';
import { connectNats } from '../src/adapters/broker/nats/broker.ts';
import type { Event } from '../src/events/envelope.ts';
import { taskOf } from '../src/events/id.ts';
import type { RunLog } from '../src/ports/log.ts';
import { table } from '../src/text/table.ts';
import { startTestServer } from '../tests/support/nats-server.ts';
import { type Kind, kinds } from './logs.ts';
import { machineFacts } from './machine.ts';

/**
 * How fast a log is folded, relative to reading it in order and parsing its JSON in the same process, so that the machine's
 * speed cancels out. `--million` adds logs of a million events to those that are one run.
 */
const sizes = process.argv.includes('--million') ? [1_000, 10_000, 100_000, 1_000_000] : [1_000, 10_000, 100_000];
/** Short logs are measured repeatedly; the best time counts. */
const roundsOf = (events: number): number => (events < 100_000 ? 3 : 1);
/** Longer logs of the expensive kinds give no further information; `--million` measures them anyway. */
const longestChecked = process.argv.includes('--million') ? 100_000 : 10_000;

type Row = {
  readonly kind: string;
  readonly events: number;
  readonly bytes: number;
  readonly replayPerSecond: number;
  readonly rawPerSecond: number;
  /** Memory that the fold holds after garbage collection. */
  readonly heldBytes: number;
};

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const heapBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

/** Publishes without waiting for each, on unique subjects, so that a run's events can be repeated in one stream. */
const fill = async (link: NatsConnection, log: RunLog, kind: Kind, count: number): Promise<number> => {
  const client = link.jetstream();
  let bytes = 0;
  let sent = 0;
  let waiting: Promise<unknown>[] = [];
  for (const event of kind.events(count)) {
    const body = JSON.stringify(event);
    bytes += body.length;
    sent += 1;
    waiting.push(client.publish(`lab.run.${log.run}.${sent}`, body, { timeout: 60_000 }));
    if (waiting.length < 500) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
  return bytes / sent;
};

const checkInput = (fold: Fold, { id, data }: Event): void => {
  const task = id.endsWith('.result') ? fold.outstanding.get(taskOf(id) ?? '') : undefined;
  if (task?.kind !== 'perform') return;
  if (hashOf(task.input()) !== (data as { inputSha256: string }).inputSha256) throw new Error(`${id}: another input`);
};

const replay = async (log: RunLog, { roster, depth, checksInputs }: Kind): Promise<Fold> => {
  let fold = new Fold(roster, depth);
  for await (const { event } of log.read()) {
    if (event.type === 'run.started') fold = new Fold(roster, depth);
    if (checksInputs) checkInput(fold, event);
    fold.apply(event, fold.sequence + 1);
    if (fold.divergence !== undefined) throw new Error(`${event.id}: ${fold.divergence.message}`);
  }
  return fold;
};

const readRaw = async (link: NatsConnection, stream: string, count: number): Promise<void> => {
  const consumer = await link.jetstream().consumers.get(stream, { opt_start_seq: 1 });
  for await (const message of await consumer.consume({ max_messages: 1_000 })) {
    JSON.parse(message.string());
    if (message.seq === count) return;
  }
};

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (count / (performance.now() - began)) * 1_000;
};

const server = await startTestServer({ syncs: false });
const broker = await connectNats(server);
const link = await connect({ servers: server.url, user: server.user, pass: server.password, noAsyncTraces: true });

const measure = async (kind: Kind, events: number, number: number): Promise<Row> => {
  const log = await broker.logs.create(`bench-${number}`);
  const bytes = await fill(link, log, kind, events);
  const before = heapBytes();
  const fold = await replay(log, kind);
  const heldBytes = heapBytes() - before;
  let [replayPerSecond, rawPerSecond] = [0, 0];
  for (let round = 0; round < roundsOf(events); round += 1) {
    rawPerSecond = Math.max(rawPerSecond, await perSecond(events, () => readRaw(link, `lab-run-${log.run}`, events)));
    replayPerSecond = Math.max(replayPerSecond, await perSecond(events, () => replay(log, kind)));
  }
  if (fold.sequence === 0) throw new Error('nothing was folded');
  await (await link.jetstreamManager()).streams.delete(`lab-run-${log.run}`);
  return { kind: kind.name, events, bytes, replayPerSecond, rawPerSecond, heldBytes };
};

const rows: Row[] = [];
for (const kind of await kinds()) {
  for (const size of sizes) {
    if (size > 100_000 && kind.depth === 'outputs') continue;
    if (size > longestChecked && kind.checksInputs) continue;
    const row = await measure(kind, size, rows.length);
    rows.push(row);
    process.stderr.write(`${row.kind}, ${size}: ${(row.replayPerSecond / row.rawPerSecond).toFixed(2)}\n`);
  }
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
console.log(
  `Replay of a log, relative to reading it in order and parsing its JSON (nats-server ${link.info?.version}; best of ${roundsOf(1)}, from 100,000 events on of 1)`,
);
console.log(`${machineFacts()}\n`);
console.log(
  table(rows, [
    { title: 'EVENTS THAT', text: ({ kind }) => kind },
    { title: 'EVENTS', text: ({ events }) => whole(events), right: true },
    {
      title: 'RATIO',
      text: ({ replayPerSecond, rawPerSecond }) => (replayPerSecond / rawPerSecond).toFixed(2),
      right: true,
    },
    { title: 'REPLAY/S', text: ({ replayPerSecond }) => whole(replayPerSecond), right: true },
    { title: 'RAW/S', text: ({ rawPerSecond }) => whole(rawPerSecond), right: true },
    { title: 'BYTES EACH', text: ({ bytes }) => whole(bytes), right: true },
    { title: 'HELD MB', text: ({ heldBytes }) => (heldBytes / 1024 ** 2).toFixed(1), right: true },
  ]),
);

await link.close();
await broker.close();
await server.stop();
