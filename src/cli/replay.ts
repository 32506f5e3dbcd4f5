import { Command } from 'commander';
import { stateOf } from '../actors/actor.ts';
import { HashChain } from '../actors/chain.ts';
import { type Depth, Fold } from '../actors/fold.ts';
import type { Divergence } from '../actors/output.ts';
import type { Event } from '../events/envelope.ts';
import { CodedError } from '../events/outcome.ts';
import type { RunStarted } from '../events/vocabulary/run.ts';
import type { Recorded } from '../ports/log.ts';
import type { MakeCommand } from './commands.ts';
import { eventLine } from './event-line.ts';
import { recordedRoster } from './open-run.ts';
import { withRecording } from './recording.ts';
import type { Services } from './services.ts';
import { print, printJson, table } from './table.ts';

type Options = { to?: string; context?: boolean; json?: boolean; check?: boolean };

/** A value of the hash chain that the log's own bytes do not give. */
export type BrokenLink = { readonly through: number; readonly recorded: string; readonly computed: string };

export type Replay = {
  readonly fold: Fold;
  readonly last: Event;
  readonly events: number;
  readonly chained: number;
  readonly broken: BrokenLink | undefined;
};

const positionOf = (log: readonly Recorded[], to: string | undefined): number => {
  if (to === undefined) return log.length;
  const position = /^\d+$/.test(to) ? Number(to) : (log.find(({ event }) => event.id === to)?.sequence ?? 0);
  if (position >= 1 && position <= log.length) return position;
  throw new CodedError('event.unknown', `no event "${to}": give a number from 1 to ${log.length}, or an event's id`);
};

/** Folds a log as far as `to`, by nothing but itself and the roles' code. */
export const replay = async (log: readonly Recorded[], version: string, depth: Depth, to?: string): Promise<Replay> => {
  const first = log[0];
  if (first === undefined) throw new CodedError('log.no_start', 'the log is empty: nothing was ever recorded');
  const { roster } = await recordedRoster(first.event.data as RunStarted, version);
  const fold = new Fold(roster, depth);
  const chain = new HashChain();
  const links: string[] = [''];
  let chained = 0;
  let broken: BrokenLink | undefined;
  let last = first.event;
  for (const { event, sequence, subject, bytes } of log.slice(0, positionOf(log, to))) {
    links.push(chain.add(subject, bytes));
    fold.apply(event, sequence);
    last = event;
    if (event.type !== 'log.chained') continue;
    const { through, sha256 } = event.data as { through: number; sha256: string };
    const computed = links[through] ?? '';
    if (computed === sha256) chained += 1;
    else broken ??= { through, recorded: sha256, computed };
  }
  return { fold, last, events: log.length, chained, broken };
};

const stateText = ({ fold, last, events }: Replay, withContext: boolean): string => {
  const states = [...fold.actors.values()].map((actor) => stateOf(actor));
  const head = `run ${fold.run}, after event ${fold.sequence} of ${events}\n${eventLine(last)}\n\n`;
  if (withContext) {
    return (
      head +
      states
        .map(
          ({ actor, state, status, context }) =>
            `${actor}: ${state} (${status})\n${JSON.stringify(context, null, 2)}\n`,
        )
        .join('\n')
    );
  }
  const rows = table(
    states,
    [
      { title: 'ACTOR', text: ({ actor }) => String(actor) },
      { title: 'STATE', text: ({ state }) => String(state) },
      { title: 'STATUS', text: ({ status }) => String(status) },
      { title: 'OUTPUTS', text: ({ outputs }) => String(outputs), right: true },
    ],
    undefined,
  );
  const waiting = [...fold.outstanding.values()].filter((output) => !fold.isDropped(output));
  const lines = waiting.map(
    (output) => `  ${output.id}  ${output.kind === 'emit' ? output.type : `${output.task} task`}`,
  );
  return `${head}${rows}\noutstanding: ${waiting.length === 0 ? 'nothing' : `\n${lines.join('\n')}`}\n`;
};

const maximumDifferences = 8;
const maximumValue = 300;

const brief = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > maximumValue ? `${text.slice(0, maximumValue)}…` : text;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object';

type Difference = { readonly path: string; readonly expected: unknown; readonly actual: unknown };

/** The innermost places at which two values of JSON differ; of long texts, from shortly before the first difference. */
const differences = (expected: unknown, actual: unknown, path = ''): readonly Difference[] => {
  if (isObject(expected) && isObject(actual)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return names.flatMap((name) => differences(expected[name], actual[name], path === '' ? name : `${path}.${name}`));
  }
  if (Object.is(expected, actual)) return [];
  if (typeof expected !== 'string' || typeof actual !== 'string') return [{ path, expected, actual }];
  let start = 0;
  while (expected[start] === actual[start]) start += 1;
  start = Math.max(0, start - 40);
  return [{ path, expected: expected.slice(start), actual: actual.slice(start) }];
};

const divergenceText = ({ sequence, id, actor, message, expected, actual }: Divergence): string => {
  const found = differences(expected, actual);
  const shown = found
    .slice(0, maximumDifferences)
    .map((one) => `${one.path || 'event'}\n  expected: ${brief(one.expected)}\n  recorded: ${brief(one.actual)}\n`);
  const rest = found.length > shown.length ? `and ${found.length - shown.length} further differences\n` : '';
  return `DIVERGED at event ${sequence}, ${id}, of ${actor}: ${message}\n${shown.join('')}${rest}`;
};

const checkText = ({ fold, chained, broken }: Replay): string => {
  if (fold.divergence !== undefined) return divergenceText(fold.divergence);
  if (broken !== undefined)
    return `DIVERGED: the hash chain through event ${broken.through}\nexpected: ${broken.computed}\nrecorded: ${broken.recorded}\n`;
  return (
    `run ${fold.run}: ${fold.sequence} events, ${fold.actors.size} actors; ` +
    `every recorded output is what the fold gives, and ${chained} of ${chained} values of the hash chain match\n`
  );
};

const asJson = ({ fold, last, events, chained, broken }: Replay, { context }: Options) => ({
  run: fold.run,
  after: { sequence: fold.sequence, id: last.id, type: last.type, time: last.time },
  events,
  divergence: fold.divergence ?? null,
  chain: { matching: chained, broken: broken ?? null },
  actors: [...fold.actors.values()].map((actor) => {
    const { context: whole, ...state } = stateOf(actor);
    return context ? { ...state, context: whole } : state;
  }),
  outstanding: [...fold.outstanding.keys()],
});

const act = async (services: Services, given: string, options: Options): Promise<number> =>
  withRecording(services, given, async ({ log }) => {
    const replayed = await replay(log, services.version, options.check ? 'outputs' : 'states', options.to);
    const diverged = replayed.fold.divergence !== undefined || replayed.broken !== undefined;
    if (options.json) printJson(asJson(replayed, options));
    else if (options.check) print(checkText(replayed));
    else {
      print(stateText(replayed, options.context === true));
      if (diverged) print(`\n${checkText(replayed)}`);
    }
    return options.check && diverged ? 1 : 0;
  });

export const replayCommand: MakeCommand = (services, exit) =>
  new Command('replay')
    .description("Fold a run from its log alone, and print every actor's state.")
    .argument('<run>', 'its name, the beginning of it, or "latest"')
    .option('--to <event>', 'as it was after this event: its number or its id')
    .option('--context', 'with what each actor remembers')
    .option('--check', 'compare each recorded output and the hash chain with what the fold gives')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Needs the log and the roles' code only: no model, no sandbox, no network. The same log gives the same bytes.
With --check the exit code is 1 when the log and the code disagree.

Examples:
  ai-scientist replay latest
  ai-scientist replay latest --to 120
  ai-scientist replay latest --to idea-1.coder.2 --context
  ai-scientist replay grokking-2026 --check`,
    )
    .action(async (run: string, options: Options) => exit(await act(services, run, options)));
