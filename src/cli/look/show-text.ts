import type { Event } from '../../events/envelope.ts';
import { metricNotes } from '../../events/metric-direction.ts';
import { totalCost } from '../../events/projections/cost.ts';
import { lineOf } from '../../events/projections/idea-line.ts';
import type { Budget, RunStarted } from '../../events/vocabulary/run.ts';
import { commandName } from '../../lab/command-name.ts';
import type { Effort } from '../../lab/look/effort.ts';
import type { Paper, RunDetails } from '../../lab/look/show.ts';
import { faultsText } from '../../text/fault.ts';
import { leftOutText } from '../../text/left-out.ts';
import { metricNoteLines } from '../../text/metric-notes.ts';
import { dollarsText, durationText, numberText, timeText } from '../../text/quantities.ts';
import { type Column, table } from '../../text/table.ts';
import { outputColumns } from '../output.ts';
import { ideaColumns } from './idea-columns.ts';

const settingsText = (started: RunStarted, budget: Budget, events: readonly Event[]): string => {
  const { settings, models, template, roster, program, sandbox, imported } = started;
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
    ...(imported === undefined ? [] : [`imported   from ${imported.from}, results of the first AI Scientist`]),
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
          const where = file ?? `blob ${blob}; to write it to a file: ${commandName} show ${run} --save results`;
          return `${idea}: ${title}\n  ${where}\n`;
        })
        .join('');

const headText = ({ run, state, progress, view }: RunDetails): string => {
  const { reason, startedAt, events, archive, status } = progress;
  const { cost } = archive;
  const lost = cost.lost === 0 ? '' : ` (${cost.lost} calls lost, charged at their maximum cost)`;
  const ahead = view.forecastDollars;
  const forecast = ahead === null || status === 'finished' ? '' : `, forecast ${dollarsText(ahead)}`;
  const left = view.leftMs === null ? '' : ` (about ${durationText(view.leftMs)} left)`;
  return (
    `${run}: ${state}${reason === '' ? '' : ` (${reason})`}\n` +
    `started ${timeText(startedAt)} UTC, ${durationText(view.elapsedMs)}${left}, ${events} events, ${cost.calls} model calls, ` +
    `${cost.inputTokens} tokens in, ${cost.outputTokens} out, ${dollarsText(cost)}${forecast}${lost}\n`
  );
};

const originText = (run: string, baseline: RunDetails['progress']['archive']['baseline']): string =>
  baseline === null
    ? 'not measured'
    : baseline.origin === run
      ? 'measured in this run'
      : `measured in ${baseline.origin}`;

const metricsText = ({ started, progress }: RunDetails): string => {
  const { baseline } = progress.archive;
  if (baseline === null) return '';
  return metricNoteLines(metricNotes(started.template.metrics, baseline.results))
    .map((line) => `metrics    ${line}\n`)
    .join('');
};

const faultsSection = ({ faults, run }: RunDetails): string =>
  faults.length === 0 ? '' : `\nFAILED\n${faultsText(faults, run, commandName)}`;

const leftOutSection = (leftOut: RunDetails['leftOut']): string =>
  leftOut.length === 0
    ? ''
    : `\nLEFT OUT\n${leftOut.map((one) => `${one.scope}, run ${one.run}: ${leftOutText(one)}\n`).join('')}`;

/** One run, for people. */
export const runText = (details: RunDetails): string => {
  const { run, started, events, progress, ideas, papers, efforts, leftOut, chain } = details;
  const { baseline, earlier } = progress.archive;
  const scores = ideas.flatMap(({ score }) => (score === null ? [] : [score]));
  const mean =
    scores.length < 2
      ? ''
      : `\nmean score ${numberText(scores.reduce((sum, score) => sum + score, 0) / scores.length)}\n`;
  return `${headText(details)}
${settingsText(started, progress.budget, events)}
baseline   ${originText(run, baseline)}
earlier    ${earlier} ideas of earlier runs were given as context
${metricsText(details)}chain      ${chain === null ? 'none recorded' : `${chain.sha256} through event ${chain.through}`}

IDEAS
${ideas.length === 0 ? 'none yet\n' : table(ideas.map(lineOf), ideaColumns, outputColumns())}
PAPERS
${papersText(run, papers)}${faultsSection(details)}${leftOutSection(leftOut)}
WORK
${efforts.length === 0 ? 'none yet\n' : table(efforts, effortColumns, outputColumns())}${mean}`;
};

/** One run, for programs. */
export const runData = ({ run, state, started, progress, papers, efforts, faults, leftOut, chain }: RunDetails) => {
  const { settings, models, roster, program, sandbox, template } = started;
  const { status: _, archive, ...rest } = progress;
  const { forkedFrom = null, imported = null } = started;
  const begun = { settings, models, roster, program, sandbox, forkedFrom, imported, template: template.name };
  return { run, state, ...begun, ...rest, archive, papers, efforts, faults, leftOut, chain };
};
