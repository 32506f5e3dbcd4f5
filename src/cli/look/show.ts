import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Event } from '../../events/envelope.ts';
import { CodedError } from '../../events/outcome.ts';
import type { ArchiveEntry } from '../../events/projections/archive.ts';
import { totalCost } from '../../events/projections/cost.ts';
import { type Progress, progressOf } from '../../events/projections/progress.ts';
import { viewOf } from '../../events/projections/progress-view.ts';
import type { Budget, RunStarted } from '../../events/vocabulary/run.ts';
import { commandName } from '../../lab/command-name.ts';
import { type Effort, effortsOf } from '../../lab/effort.ts';
import { findRun, readEvents, withBroker } from '../../lab/open.ts';
import { ideaFolder, saveResults } from '../../lab/results.ts';
import type { Services } from '../../lab/services.ts';
import { type RunState, stateOfRun, workersOf } from '../../lab/working.ts';
import type { Broker } from '../../ports/broker.ts';
import { eventLine } from '../../text/event-line.ts';
import { dollarsText, durationText, numberText, timeText } from '../../text/quantities.ts';
import { type Column, table } from '../../text/table.ts';
import type { MakeCommand } from '../commands.ts';
import { outputColumns, print, printJson } from '../output.ts';
import { ideaColumns } from './archive.ts';

type Options = { json?: boolean; events?: boolean; event?: string; save?: string };

type Paper = { readonly idea: string; readonly title: string; readonly blob: string; readonly file: string | null };

const papersOf = async (services: Services, run: string, ideas: readonly ArchiveEntry[]): Promise<readonly Paper[]> =>
  Promise.all(
    ideas
      .filter(({ papers }) => papers.length > 0)
      .map(async (entry) => {
        const last = entry.papers.at(-1) as ArchiveEntry['papers'][number];
        const file = join(services.resultsFolder, run, ideaFolder(entry), 'paper.pdf');
        const isThere = await access(file).then(
          () => true,
          () => false,
        );
        return { idea: entry.name, title: last.title, blob: last.pdf.blob, file: isThere ? file : null };
      }),
  );

const settingsText = (started: RunStarted, budget: Budget, events: readonly Event[]): string => {
  const { settings, models, template, roster, program, sandbox } = started;
  const { profile, mode, ideas, parallel, improvement, limits } = settings;
  const distinct = new Set(Object.values(models));
  const named = distinct.size === 1 ? `${[...distinct][0]} (every role)` : pairs(models);
  const added = roster.roles.filter(({ from }) => from !== 'built-in').map(({ name, from }) => `${name} (${from})`);
  const given = Object.entries(budget).filter(([, value]) => value !== null);
  return [
    `template   ${template.name}, profile ${profile}`,
    `settings   ${mode}, ${ideas} ideas, ${parallel} at once, ${improvement ? 'with' : 'without'} improvement`,
    `limits     ${pairs(limits)}`,
    `budget     ${given.length === 0 ? 'none set' : pairs(Object.fromEntries(given))}`,
    `models     ${named}`,
    ...(added.length === 0 ? [] : [`added      ${added.join(', ')}`]),
    ...lineageText(started, events),
    `program    ${program.name} ${program.version}; sandbox ${sandbox}`,
  ].join('\n');
};

const lineageText = ({ forkedFrom }: RunStarted, events: readonly Event[]): readonly string[] => {
  if (!forkedFrom) return [];
  const { run, through, id, changes } = forkedFrom;
  const shared = dollarsText(totalCost(events.slice(0, through)));
  return [
    `forked     from ${run} at event ${through} (${id}); ${changes.join('; ') || 'nothing changed'}; ${shared} of the cost was paid there`,
  ];
};

const pairs = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

const effortColumns: readonly Column<Effort>[] = [
  { title: 'ROLE', text: ({ role }) => role },
  { title: 'PURPOSE', text: ({ purpose }) => purpose },
  { title: 'TASKS', text: ({ tasks, failed }) => `${tasks}${failed > 0 ? ` (${failed} failed)` : ''}`, right: true },
  { title: 'TIME', text: ({ milliseconds }) => durationText(milliseconds), right: true },
  { title: 'TOKENS IN', text: ({ cost }) => (cost.calls === 0 ? '' : String(cost.inputTokens)), right: true },
  { title: 'OUT', text: ({ cost }) => (cost.calls === 0 ? '' : String(cost.outputTokens)), right: true },
  { title: 'COST', text: ({ cost }) => (cost.calls === 0 ? '' : dollarsText(cost)), right: true },
];

const papersText = (run: string, papers: readonly Paper[]): string =>
  papers.length === 0
    ? 'none\n'
    : papers
        .map(({ idea, title, file, blob }) => {
          const where = file ?? `blob ${blob}; lay it out by: ${commandName} show ${run} --save results`;
          return `${idea}: ${title}\n  ${where}\n`;
        })
        .join('');

const lastLink = (events: readonly Event[]): { through: number; sha256: string } | null =>
  (events.findLast(({ type }) => type === 'log.chained')?.data as { through: number; sha256: string }) ?? null;

const headText = (run: string, progress: Progress, state: RunState, now: string): string => {
  const { reason, startedAt, events, archive } = progress;
  const view = viewOf(progress, state === 'running' ? now : progress.at);
  const elapsed = durationText(view.elapsedMs);
  const { cost } = archive;
  const lost = cost.lost === 0 ? '' : ` (${cost.lost} calls lost, charged at what they can have cost at most)`;
  const ahead = view.forecastDollars;
  const forecast = ahead === null || progress.status === 'finished' ? '' : `, forecast ${dollarsText(ahead)}`;
  return (
    `${run}: ${state}${reason === '' ? '' : ` (${reason})`}\n` +
    `started ${timeText(startedAt)} UTC, ${elapsed}, ${events} events, ${cost.calls} model calls, ` +
    `${cost.inputTokens} tokens in, ${cost.outputTokens} out, ${dollarsText(cost)}${forecast}${lost}\n`
  );
};

const showRun = async (
  services: Services,
  { run, events, isHeld }: { run: string; events: readonly Event[]; isHeld: boolean },
  json: boolean,
): Promise<void> => {
  const now = services.clock.now();
  const started = events[0]?.data as RunStarted | undefined;
  if (started === undefined)
    throw new CodedError('log.no_start', `run ${run} has no events: nothing was ever recorded`);
  const progress = progressOf(events);
  const state = stateOfRun(progress, isHeld);
  const ideas = progress.archive.ideas.filter(({ origin }) => origin === 'run');
  const papers = await papersOf(services, run, ideas);
  const efforts = effortsOf(events);
  const chain = lastLink(events);
  if (json) {
    const { settings, models, roster, program, sandbox, template } = started;
    const { status: _, archive, ...rest } = progress;
    const forkedFrom = started.forkedFrom ?? null;
    const begun = { settings, models, roster, program, sandbox, forkedFrom, template: template.name };
    return printJson({ run, state, ...begun, ...rest, archive, papers, efforts, chain });
  }
  const { baseline, earlier } = progress.archive;
  const origin =
    baseline === null ? 'not measured' : baseline.origin === run ? 'measured in this run' : `of ${baseline.origin}`;
  print(`${headText(run, progress, state, now)}
${settingsText(started, progress.budget, events)}
baseline   ${origin}
earlier    ${earlier.length} ideas of earlier runs were given as context
chain      ${chain === null ? 'none recorded' : `${chain.sha256} through event ${chain.through}`}

IDEAS
${ideas.length === 0 ? 'none yet\n' : table(ideas, ideaColumns, outputColumns())}
PAPERS
${papersText(run, papers)}
WORK
${efforts.length === 0 ? 'none yet\n' : table(efforts, effortColumns, outputColumns())}`);
  const scores = ideas.flatMap(({ score }) => (score === null ? [] : [score]));
  if (scores.length > 1)
    print(`\nmean score ${numberText(scores.reduce((sum, score) => sum + score, 0) / scores.length)}`);
};

const showEvent = (run: string, events: readonly Event[], id: string): void => {
  const event = events.find((one, index) => one.id === id || String(index + 1) === id);
  if (event === undefined)
    throw new CodedError('event.unknown', `run ${run} has no event "${id}": --events lists them, in order`);
  printJson(event);
};

const act = (services: Services, given: string, options: Options): Promise<void> =>
  withBroker(services, async (broker: Broker) => {
    const run = await findRun(broker, given);
    if (options.save !== undefined) return print(`saved in ${await saveResults(services, broker, run, options.save)}`);
    const events = await readEvents(broker, run);
    if (options.event !== undefined) return showEvent(run, events, options.event);
    if (!options.events) {
      const isHeld = (await workersOf(broker, run)).length > 0;
      return showRun(services, { run, events, isHeld }, options.json === true);
    }
    if (options.json) return printJson(events);
    for (const event of events) print(`${event.id.padEnd(34)} ${eventLine(event)}`);
  });

export const showCommand: MakeCommand = (services) =>
  new Command('show')
    .description('One run in full: settings, ideas, papers, cost and time, hash chain; or its events.')
    .argument('<run>', 'its name, the beginning of it, or "latest"')
    .option('--events', 'every event, one a line')
    .option('--event <id>', 'one event as JSON, by its id or number')
    .option('--save <folder>', 'lay out papers, code, figures and reviews below this folder')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist show latest
  ai-scientist show grokking-2026 --json
  ai-scientist show latest --events
  ai-scientist show latest --event idea-1.coder.2
  ai-scientist show latest --save results`,
    )
    .action((run: string, options: Options) => act(services, run, options));
