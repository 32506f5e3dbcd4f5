import { statSync } from 'node:fs';
import type { Event } from '../src/events/envelope.ts';
import { millisecondsOf } from '../src/events/time.ts';
import { table } from '../src/text/table.ts';
import { openBrokerOf } from '../tests/support/main-job.ts';
import { createProgramHome } from '../tests/support/program.ts';
import { machineFacts } from './machine.ts';

/**
 * The share of a main job's time that is spent outside experiments and compiling, from its run's events: the cost of the
 * program itself, its server and its models. Runs `ai-scientist start` in a temporary data folder, or reads `--run <name>`
 * from the folder in AI_SCIENTIST_HOME.
 */
type Span = { readonly from: number; readonly to: number };

const spanOf = ({ time, data }: Event): Span => {
  const to = millisecondsOf(time);
  return { from: to - (data as { durationMs: number }).durationMs, to };
};

/** Total length of spans that may overlap; each moment counts once. */
const covered = (spans: readonly Span[]): number => {
  let [length, through] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    length += Math.max(0, to - Math.max(from, through));
    through = Math.max(through, to);
  }
  return length;
};

const tasksOf = (events: readonly Event[], kinds: readonly string[]): readonly Span[] =>
  events
    .filter(({ type, data }) => /^task\.(?:completed|failed)$/.test(type) && kinds.includes((data as any).kind))
    .map(spanOf);

const report = (run: string, events: readonly Event[]): void => {
  const [first, last] = [events[0] as Event, events.at(-1) as Event];
  const whole = millisecondsOf(last.time) - millisecondsOf(first.time);
  const outside = whole - covered(tasksOf(events, ['experiment', 'typeset']));
  const row = (what: string, ms: number, tasks: number | undefined) => ({ what, ms, tasks });
  const kind = (name: string) => row(name, covered(tasksOf(events, [name])), tasksOf(events, [name]).length);
  const rows = [
    row('outside experiments and compiling', outside, undefined),
    ...['experiment', 'typeset', 'model', 'search'].map(kind),
    row('first to last event', whole, undefined),
  ];
  console.log(`Time of a main job: ${run}, ${events.length} events`);
  console.log(`${machineFacts()}\n`);
  console.log(
    table(rows, [
      { title: 'SHARE', text: ({ ms }) => `${((100 * ms) / whole).toFixed(1)} %`, right: true },
      { title: 'SECONDS', text: ({ ms }) => (ms / 1000).toFixed(1), right: true },
      { title: 'TASKS', text: ({ tasks }) => String(tasks ?? ''), right: true },
      { title: 'OF WHICH AT LEAST ONE WAS UNDER WAY', text: ({ what }) => what },
    ]),
  );
};

const readRun = async (home: string, wanted: string | undefined): Promise<void> => {
  const broker = await openBrokerOf(home);
  try {
    const run = wanted ?? (await broker.logs.list())[0] ?? '';
    const events: Event[] = [];
    for await (const { event } of (await broker.logs.open(run)).read()) events.push(event);
    report(run, events);
  } finally {
    await broker.close();
  }
};

const at = process.argv.indexOf('--run');
if (at > 0) {
  const home = process.env.AI_SCIENTIST_HOME ?? '.ai-scientist';
  if (!statSync(home, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`there is no data folder ${home}`);
  await readRun(home, process.argv[at + 1]);
} else {
  const home = await createProgramHome();
  try {
    const { code, stderr } = await home.run(['start']);
    if (code !== 0) throw new Error(`ai-scientist start exited with ${code}: ${stderr}`);
    await readRun(home.path, undefined);
  } finally {
    await home.remove();
  }
}
