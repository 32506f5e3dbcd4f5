import { table } from '../src/text/table.ts';
import { corpusFolder, readCorpus } from '../tests/support/corpus.ts';
import { openBrokerOf } from '../tests/support/main-job.ts';
import { createProgramHome } from '../tests/support/program.ts';
import { cpuOf, program } from './cpu.ts';
import { machineFacts } from './machine.ts';

/**
 * CPU time of a command, user and system, relative to a bare `node -e 0` in the same rounds. The minimum of all rounds
 * counts, because other work on the machine only adds time. The server is already running and not counted.
 */
const rounds = 15;

type Case = {
  readonly what: string;
  readonly data: string;
  readonly command: readonly string[];
  readonly home: string;
};

/** A data folder with runs of the corpus, and its running server. */
const homeWith = async (wanted: (name: string) => boolean) => {
  const home = await createProgramHome();
  const broker = await openBrokerOf(home.path);
  let events = 0;
  let runs = 0;
  for (const { name, log } of (await readCorpus(corpusFolder)).filter((run) => wanted(run.name))) {
    const stored = await broker.logs.create(name);
    for (const { event } of log) await stored.append({ ...event, run: name });
    events += log.length;
    runs += 1;
  }
  const close = async (): Promise<void> => {
    await broker.close();
    await home.remove();
  };
  return { path: home.path, data: `${runs} runs, ${events} events`, close };
};

const small = await homeWith((name) => name === 'unproposed');
const large = await homeWith(() => true);

const of = ({ path: home, data }: typeof small, ...line: readonly string[]): Case => ({
  what: line.join(' '),
  data: line[0]?.startsWith('--') ? '' : data,
  command: [program, ...line],
  home,
});
const bare: Case = { what: 'node -e 0', data: '', command: [process.execPath, '-e', '0'], home: small.path };
const cases = [
  bare,
  of(small, '--version'),
  of(small, '--help'),
  ...[small, large].flatMap((home) => ['runs', 'show latest', 'archive'].map((line) => of(home, ...line.split(' ')))),
];

try {
  const least = new Map<Case, number>();
  for (let round = 0; round <= rounds; round += 1)
    for (const one of cases) {
      const cpu = cpuOf(one.command, one.home);
      // The first round fills the compile cache.
      if (round > 0) least.set(one, Math.min(cpu, least.get(one) ?? Number.POSITIVE_INFINITY));
    }
  const cpu = (one: Case): number => least.get(one) ?? Number.NaN;
  console.log(`CPU time to start a command, best of ${rounds}`);
  console.log(`${machineFacts()}\n`);
  console.log(
    table(cases, [
      { title: 'COMMAND', text: ({ what }) => what },
      { title: 'DATA', text: ({ data }) => data },
      { title: 'CPU MS', text: (one) => cpu(one).toFixed(0), right: true },
      { title: 'BESIDE BARE NODE', text: (one) => (cpu(one) / cpu(bare)).toFixed(1), right: true },
    ]),
  );
} finally {
  await small.close();
  await large.close();
}
