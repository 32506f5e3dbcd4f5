import { type Difference, tellingMembers } from '../../events/projections/compare.ts';
import type { StateAt } from '../../lab/debug/diff.ts';
import type { IdeaDiff, Metric, Pair, RoleSpending, RunDiff } from '../../lab/debug/diff-data.ts';
import { dollarsText, durationText, measuredText, numberText } from '../../text/quantities.ts';
import { sentenceOf } from '../../text/sentence.ts';
import { table } from '../../text/table.ts';
import { outputColumns } from '../output.ts';

type Shown = { readonly full: boolean; readonly stateAt: StateAt };

const maximumDifferences = 10;
const maximumLines = 60;

const clipped = (lines: readonly string[], { full }: Shown): string => {
  const shown = full ? lines : lines.slice(0, maximumLines);
  const rest = lines.length - shown.length;
  return `${shown.join('\n')}${rest === 0 ? '' : `\n… and ${rest} further lines: --full shows them`}\n`;
};

const eventText = (event: Difference['one']): string =>
  event === undefined ? 'no such event' : `event ${event.sequence}: ${event.event.type}, ${sentenceOf(event.event)}`;

const maximumMembers = 4;

/** The members of an event's data that differ, by their paths. */
const differsIn = ({ one, other }: Difference): string => {
  if (one === undefined || other === undefined) return '';
  const telling = tellingMembers(one.event, other.event);
  return telling.length === 0 ? '' : `  they differ in ${telling.slice(0, maximumMembers).join(', ')}\n`;
};

const firstText = (difference: Difference, [one, other]: readonly [string, string], shown: Shown): string => {
  const states = shown.stateAt(difference);
  const where = states[0] === states[1] ? states[0] : `${states[0]} / ${states[1]}`;
  return (
    `${difference.id}, of ${difference.actor}${where === '' ? '' : ` (${where})`}\n` +
    `  ${one}  ${eventText(difference.one)}\n  ${other}  ${eventText(difference.other)}\n${differsIn(difference)}`
  );
};

const differencesText = ({ differences, runs }: RunDiff, shown: Shown): string => {
  const [first, ...others] = differences;
  if (first === undefined) return 'none: every actor did the same\n';
  const listed = shown.full ? others : others.slice(0, maximumDifferences);
  const rest = others.length - listed.length;
  return (
    firstText(first, runs, shown) +
    (listed.length === 0 ? '' : `then, for other actors\n${listed.map((one) => `  ${one.id}\n`).join('')}`) +
    (rest === 0 ? '' : `  and ${rest} more\n`)
  );
};

const arrow = <Value>([one, other]: Pair<Value>, text: (value: Value) => string): string => {
  const [left, right] = [one === null ? '-' : text(one), other === null ? '-' : text(other)];
  return left === right ? left : `${left} -> ${right}`;
};

const plain = (value: string): string => value;
const number = (value: number): string => numberText(value);

const ideasText = (ideas: readonly IdeaDiff[]): string =>
  table(
    ideas,
    [
      { title: '#', text: (idea) => String(idea.number), right: true },
      { title: 'IDEA', text: ({ names }) => arrow(names, (name) => name || '(no draft)') },
      { title: 'OUTCOME', text: ({ outcomes }) => arrow(outcomes, plain) },
      { title: 'SCORE', text: ({ scores }) => arrow(scores, number) },
    ],
    outputColumns(),
  );

const isChanged = ({ means, stderrs }: Metric): boolean => means[0] !== means[1] || stderrs[0] !== stderrs[1];

const changeText = ([one, other]: Pair<number>): string => {
  if (one === null || other === null) return '';
  const change = other - one;
  const share = one === 0 ? '' : ` (${change >= 0 ? '+' : ''}${((100 * change) / Math.abs(one)).toFixed(1)} %)`;
  return `${change >= 0 ? '+' : ''}${Number(change.toPrecision(4))}${share}`;
};

const metricsText = ({ metrics }: IdeaDiff, [one, other]: readonly [string, string], { full }: Shown): string => {
  const rows = full ? metrics : metrics.filter(isChanged);
  if (rows.length === 0) return metrics.length === 0 ? '' : '  the same\n';
  return table(
    rows,
    [
      { title: 'RUN', text: ({ run }) => String(run), right: true },
      { title: 'DATASET', text: ({ dataset }) => dataset },
      { title: 'METRIC', text: ({ metric }) => metric },
      { title: one, text: ({ means, stderrs }) => measuredText(means[0], stderrs[0]), right: true },
      { title: other, text: ({ means, stderrs }) => measuredText(means[1], stderrs[1]), right: true },
      { title: 'CHANGE', text: ({ means }) => changeText(means), right: true },
    ],
    outputColumns(),
  );
};

const unified = (
  parts: Readonly<Record<string, readonly string[]>>,
  [one, other]: readonly [string, string],
  shown: Shown,
): string =>
  Object.entries(parts)
    .map(([name, lines]) => `--- ${one}/${name}\n+++ ${other}/${name}\n${clipped(lines, shown)}`)
    .join('');

const ratingsText = ({ ratings }: IdeaDiff): string =>
  Object.entries(ratings)
    .map(([name, pair]) => `${name} ${arrow(pair, String)}`)
    .join(', ');

const section = (title: string, text: string): string => (text === '' ? '' : `\n${title}\n${text}`);

const ideaText = (idea: IdeaDiff, runs: readonly [string, string], shown: Shown): string => {
  const title = (what: string) => `${what} of idea ${idea.number}`;
  const ratings = ratingsText(idea);
  return (
    section(title('CODE'), unified(idea.code, runs, shown)) +
    section(title('METRICS'), metricsText(idea, runs, shown)) +
    section(title('PAPER'), unified(idea.paper, runs, shown)) +
    section(title('RATINGS'), ratings === '' ? '' : `${ratings}\n`)
  );
};

const spendingText = (spending: readonly RoleSpending[], [one, other]: readonly [string, string]): string =>
  table(
    spending,
    [
      { title: 'ROLE', text: ({ role }) => role },
      { title: 'CALLS', text: ({ costs }) => arrow([costs[0].calls, costs[1].calls], String), right: true },
      {
        title: 'TOKENS',
        text: ({ costs }) =>
          arrow([costs[0].inputTokens + costs[0].outputTokens, costs[1].inputTokens + costs[1].outputTokens], String),
        right: true,
      },
      { title: `COST ${one}`, text: ({ costs }) => dollarsText(costs[0]), right: true },
      { title: `COST ${other}`, text: ({ costs }) => dollarsText(costs[1]), right: true },
      {
        title: 'TIME OF TASKS',
        text: ({ taskMs }) => `${durationText(taskMs[0])} / ${durationText(taskMs[1])}`,
        right: true,
      },
    ],
    outputColumns(),
  );

/** How two runs differ, to be read. */
export const diffText = (diff: RunDiff, shown: Shown): string => {
  const { runs, beginnings, ideas, spending, elapsedMs } = diff;
  return (
    `${runs[0]} -> ${runs[1]}\n` +
    section('BEGINNINGS', beginnings.length === 0 ? '' : beginnings.map((one) => `  ${one}\n`).join('')) +
    section('FIRST DIFFERENCE', differencesText(diff, shown)) +
    section('IDEAS', ideas.length === 0 ? '' : ideasText(ideas)) +
    ideas.map((idea) => ideaText(idea, runs, shown)).join('') +
    section('SPENT', spending.length === 0 ? '' : spendingText(spending, runs)) +
    `\nelapsed ${durationText(elapsedMs[0])} / ${durationText(elapsedMs[1])}\n`
  );
};
