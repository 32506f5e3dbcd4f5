import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectNats } from '../src/adapters/broker/nats/broker.ts';
import { serverFolder } from '../src/adapters/broker/nats/embedded/paths.ts';
import type { RunStarted } from '../src/events/vocabulary/run.ts';
import { gatherEarlier } from '../src/lab/work/begin.ts';
import type { Recorded } from '../src/ports/log.ts';
import { table } from '../src/text/table.ts';
import { corpusFolder, readCorpus } from '../tests/support/corpus.ts';
import { openBrokerOf } from '../tests/support/main-job.ts';
import { findServerBinary } from '../tests/support/nats-server.ts';
import { createProgramHome, type ProgramHome } from '../tests/support/program.ts';
import { cpuOf, program } from './cpu.ts';
import { machineFacts } from './machine.ts';

/**
 * CPU time of commands, user and system, in a data folder with many small runs: without stored summaries, so that all logs
 * are read, and with them. The server is already running and not counted.
 */
const runCount = Number(process.argv[2] ?? 1_000);
const fewRuns = 20;
const rounds = 3;

/** Runs a server that does not wait for the disk, to fill the data folder quickly. */
const withFastServer = async (home: string, fill: (url: string) => Promise<void>): Promise<void> => {
  const folder = serverFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const config = join(home, 'fill.conf');
  writeFileSync(
    config,
    `listen: "127.0.0.1:-1", ports_file_dir: "${home}"
jetstream { store_dir: "${folder}", sync_interval: "10m", max_file_store: 1TB }
accounts { LAB { jetstream: enabled, users: [{ user: fill, password: fill }] } }
`,
  );
  const server = spawn(findServerBinary() ?? '', ['-c', config], { stdio: 'ignore' });
  const gone = once(server, 'exit');
  try {
    let port: string | undefined;
    while (port === undefined) {
      await sleep(20);
      const [file] = globSync(join(home, '*.ports'));
      port = file && /nats:\/\/[^"]*:(\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
    }
    await fill(`nats://fill:fill@127.0.0.1:${port}`);
  } finally {
    server.kill('SIGTERM');
    await gone;
  }
};

const recorded = (await readCorpus(corpusFolder)).find(({ name }) => name === 'fruitless');
if (recorded === undefined) throw new Error('the corpus has no run "fruitless"');
const nameOf = (index: number): string => `small-${String(index).padStart(5, '0')}`;

const homeOf = async (count: number): Promise<ProgramHome> => {
  const home = await createProgramHome();
  await withFastServer(home.path, async (url) => {
    const broker = await connectNats({ url });
    for (let index = 0; index < count; index += 1) {
      const log = await broker.logs.create(nameOf(index));
      await Promise.all(recorded.log.map(({ event }) => log.append({ ...event, run: log.run })));
      await broker.blobs.put(Buffer.from(`what only ${log.run} needs`));
    }
    await broker.close();
  });
  return home;
};

const many = await homeOf(runCount);
const few = await homeOf(fewRuns);
const brokers = [await openBrokerOf(many.path), await openBrokerOf(few.path)] as const;

const cost = (home: ProgramHome, ...line: readonly string[]): number => cpuOf([program, ...line], home.path);
const least = (home: ProgramHome, ...line: readonly string[]): number =>
  Math.min(...Array.from({ length: rounds }, () => cost(home, ...line)));

type Row = { readonly what: string; readonly before: number; readonly after: number };
const ratio = ({ before, after }: Row): string => (before / after).toFixed(1);

try {
  const bare = least(few, '--version');
  least(few, 'runs');
  const first = cost(many, 'runs');
  const rows: Row[] = ['runs', 'archive', 'show latest'].map((line) => ({
    what: `${line}, beyond start-up`,
    before: first - bare,
    after: least(many, ...line.split(' ')) - bare,
  }));
  const { template } = (recorded.log[0] as Recorded).event.data as RunStarted;
  const began = process.cpuUsage();
  await gatherEarlier(brokers[0], template);
  const { user, system } = process.cpuUsage(began);
  rows.push({ what: 'what a new run takes over', before: first - bare, after: (user + system) / 1000 });
  const deletion = (home: ProgramHome): number => cost(home, 'delete', nameOf(1), '--yes') - bare;
  rows.push({ what: `delete, among ${runCount} and among ${fewRuns}`, before: deletion(many), after: deletion(few) });
  console.log(`A data folder with ${runCount} runs of ${recorded.log.length} events: CPU milliseconds`);
  console.log(`${machineFacts()}\n`);
  console.log(
    table(rows, [
      { title: 'WHAT', text: ({ what }) => what },
      { title: 'LOGS READ', text: ({ before }) => before.toFixed(0), right: true },
      { title: 'KEPT', text: ({ after }) => after.toFixed(0), right: true },
      { title: 'RATIO', text: ratio, right: true },
    ]),
  );
} finally {
  for (const broker of brokers) await broker.close();
  await many.remove();
  await few.remove();
}
