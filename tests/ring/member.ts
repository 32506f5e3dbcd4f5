/** One process of the ring: a host or a worker on a toy run. Arguments: role, data folder, run, journal file. */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { Host } from '../../src/actors/host.ts';
import type { Performer } from '../../src/actors/performer.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { Worker } from '../../src/actors/worker.ts';
import { openEmbedded } from '../../src/adapters/broker/nats/open-embedded.ts';
import { success } from '../../src/events/outcome.ts';
import { toyRoles, toyTask } from '../support/toy-roles.ts';

const [part = '', home = '', run = '', journal = ''] = process.argv.slice(2);
const logger = pino({ level: 'silent' });
const clock = { now: () => new Date().toISOString(), sleep: (delayMs: number) => sleep(delayMs).then(() => {}) };
const broker = await openEmbedded({ home }, { onError: () => {}, leaseMs: 1000 });
const never = new AbortController();
const note = (text: string) => appendFileSync(journal, `${text}\n`);

if (part === 'host') {
  const log = await broker.logs.open(run);
  const roster = createRoster(toyRoles, {}, ['toy']);
  const end = await new Host({ log, tasks: broker.tasks, blobs: broker.blobs, roster, clock, logger }).work(
    never.signal,
  );
  note(`end ${end}`);
  process.exit(end === 'finished' ? 0 : 3);
}
const toy: Performer<typeof toyTask> = {
  task: toyTask,
  concurrency: 2,
  attempts: 1000,
  perform: async (input, { task }) => {
    note(`start ${task.id} ${process.pid}`);
    await sleep(5);
    return success(input.step + 1);
  },
};
await new Worker({
  name: `worker-${process.pid}`,
  run,
  broker,
  performers: [toy],
  clock,
  logger,
  admits: () => 'go',
}).work(never.signal);
