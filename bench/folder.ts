import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../src/actors/canonical.ts';
import { storeEarlier } from '../src/actors/earlier.ts';
import { connectNats } from '../src/adapters/broker/nats/broker.ts';
import { serverFolder } from '../src/adapters/broker/nats/embedded/paths.ts';
import type { RunStarted } from '../src/events/vocabulary/run.ts';
import { gatherEarlier } from '../src/lab/work/begin.ts';
import type { Broker } from '../src/ports/broker.ts';
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
const none = await homeOf(0);
const brokers = await Promise.all([many, few, none].map(({ path }) => openBrokerOf(path)));

const cost = (home: ProgramHome, ...line: readonly string[]): number => cpuOf([program, ...line], home.path);
const least = (home: ProgramHome, ...line: readonly string[]): number =>
  Math.min(...Array.from({ length: rounds }, () => cost(home, ...line)));

const ownCpu = async (work: () => Promise<unknown>): Promise<number> => {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const diskUse = ({ path }: ProgramHome): number =>
  globSync(join(serverFolder(path), 'jetstream', '**', '*.blk')).reduce((sum, file) => sum + statSync(file).size, 0);

type Row = { readonly what: string; readonly before: number; readonly after: number };

const measureCommands = async (): Promise<void> => {
  const startUp = least(none, 'runs');
  const reading = cost(many, 'runs') - startUp;
  const rows: Row[] = ['runs', 'archive', 'show latest'].map((line) => ({
    what: line,
    before: reading,
    after: least(many, ...line.split(' ')) - startUp,
  }));
  const { template } = (recorded.log[0] as Recorded).event.data as RunStarted;
  const gathering = await ownCpu(() => gatherEarlier(brokers[0] as Broker, template));
  rows.push({ what: 'what a new run takes over', before: reading, after: gathering });
  least(few, 'runs');
  const deletion = (home: ProgramHome): number => cost(home, 'delete', nameOf(1), '--yes') - startUp;
  console.log(
    `${runCount} runs of ${recorded.log.length} events: CPU milliseconds beyond start-up (${startUp.toFixed(0)})`,
  );
  console.log(
    table(rows, [
      { title: 'WHAT', text: ({ what }) => what },
      { title: 'NO SUMMARIES', text: ({ before }) => before.toFixed(0), right: true },
      { title: 'SUMMARIES', text: ({ after }) => after.toFixed(0), right: true },
      { title: 'RATIO', text: ({ before, after }) => (before / after).toFixed(1), right: true },
    ]),
  );
  console.log(
    `delete: ${deletion(many).toFixed(0)} among ${runCount} runs, ${deletion(few).toFixed(0)} among ${fewRuns}\n`,
  );
};

/** Runs of nine ideas, each of which is given those of all earlier runs. */
const measureEarlier = async (): Promise<void> => {
  const ideas = Array.from({ length: 9 * runCount }, (_, index) => ({
    name: `idea_${index}`,
    title: `What becomes of idea ${index}`,
    experiment: 'Change one thing, and measure it with three seeds. '.repeat(3),
    origin: nameOf(Math.floor(index / 9)),
    score: index % 10,
    outcome: 'reviewed',
  }));
  let [inline, names, pages, largest] = [0, 0, 0, 0];
  const stored = new Set<string>();
  const put = async (bytes: Uint8Array): Promise<string> => {
    const name = sha256(bytes);
    if (!stored.has(name)) pages += bytes.length;
    stored.add(name);
    return name;
  };
  for (let count = 0; count < ideas.length; count += 9) {
    const given = ideas.slice(0, count);
    const { length } = JSON.stringify(await storeEarlier({ put }, given));
    inline += JSON.stringify(given).length;
    names += length;
    largest = Math.max(largest, length);
  }
  const ratio = (inline / (names + pages)).toFixed(0);
  console.log(
    `earlier ideas: ${megabytes(inline)} in the events before; now ${megabytes(names)}, and ${megabytes(pages)} of pages`,
  );
  console.log(`ratio ${ratio}; at most ${largest} bytes in one event\n`);
};

const measureCollection = async (): Promise<void> => {
  const { blobs } = brokers[0] as Broker;
  for (let index = 0; index < 50; index += 1) await blobs.put(randomBytes(400_000));
  const before = diskUse(many);
  console.log((await many.run(['gc'])).stdout.trim());
  console.log(`on the disk, logs and blobs: ${megabytes(before)} before, ${megabytes(diskUse(many))} after`);
};

try {
  console.log(`A data folder with many runs\n${machineFacts()}\n`);
  await measureCommands();
  await measureEarlier();
  await measureCollection();
} finally {
  for (const broker of brokers) await broker.close();
  for (const home of [many, few, none]) await home.remove();
}
