import { connect } from 'nats';
import { connectNats } from '../src/adapters/broker/nats/broker.ts';
import { eventOf } from '../tests/support/broker-data.ts';
import { startTestServer } from '../tests/support/nats-server.ts';

/** The cost of the log's adapter relative to the bare client in the same run, so that the machine's speed cancels out. */
const eventCount = Number(process.argv[2] ?? 5_000);
const rounds = 5;
const textBytes = 1_000;

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (count / (performance.now() - began)) * 1_000;
};

const server = await startTestServer();
const broker = await connectNats(server);
const log = await broker.logs.create('bench');
const link = await connect({ servers: server.url, user: server.user, pass: server.password, noAsyncTraces: true });
const client = link.jetstream();
const manager = await link.jetstreamManager();
await manager.streams.add({ name: 'raw', subjects: ['raw.>'] });

const text = 'x'.repeat(textBytes);
const body = JSON.stringify(eventOf('bench', 'run.writer.0', { text }));
const best = { append: 0, publish: 0, read: 0, rawRead: 0 };
const perRound = Math.floor(eventCount / rounds);

for (let round = 0; round < rounds; round++) {
  const ids = Array.from({ length: perRound }, (_, index) => `run.writer.${round * perRound + index}`);
  const append = async (): Promise<void> => {
    for (const id of ids) await log.append(eventOf('bench', id, { text }));
  };
  const publish = async (): Promise<void> => {
    for (const id of ids) await client.publish(`raw.${id}`, body);
  };
  best.append = Math.max(best.append, await perSecond(perRound, append));
  best.publish = Math.max(best.publish, await perSecond(perRound, publish));
}

const stored = perRound * rounds;
const read = async (): Promise<void> => {
  for await (const { sequence } of log.read()) if (sequence === stored) return;
};
const rawRead = async (): Promise<void> => {
  const consumer = await client.consumers.get('raw', { opt_start_seq: 1 });
  for await (const message of await consumer.consume({ max_messages: 1_000 })) {
    JSON.parse(message.string());
    if (message.seq === stored) return;
  }
};
for (let round = 0; round < rounds; round++) {
  best.read = Math.max(best.read, await perSecond(stored, read));
  best.rawRead = Math.max(best.rawRead, await perSecond(stored, rawRead));
}

const line = (what: string, ours: number, bare: number): void =>
  console.log(`${what}: ${ours.toFixed(0)}/s, bare client ${bare.toFixed(0)}/s, ratio ${(ours / bare).toFixed(2)}`);
console.log(`${stored} events of ${body.length} bytes, server ${link.info?.version}, each message synced to disk`);
line('append', best.append, best.publish);
line('read  ', best.read, best.rawRead);

await link.close();
await broker.close();
await server.stop();
