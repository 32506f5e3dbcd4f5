import type { Event } from '../../events/envelope.ts';
import { ideaScope } from '../../events/id.ts';
import type { Archive, ArchiveEntry } from '../../events/projections/archive.ts';
import { type Numbered, numbered } from '../../events/projections/causes.ts';
import { changedMembers, type Difference, firstDifferences } from '../../events/projections/compare.ts';
import { addCosts, type Cost, noCost } from '../../events/projections/cost.ts';
import { draftOf, workspaceOf } from '../../events/projections/idea-files.ts';
import { type Progress, progressOf } from '../../events/projections/progress.ts';
import { viewOf } from '../../events/projections/progress-view.ts';
import { textAt } from '../../events/tree.ts';
import { ratingNames } from '../../events/vocabulary/names.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Recording } from '../../ports/recording.ts';
import { lineDiff } from '../../text/line-diff.ts';
import { wrapped } from '../../text/width.ts';
import { effortsOf } from '../look/effort.ts';

/** A value in each of the two runs; null if a run has none. */
export type Pair<Value> = readonly [one: Value | null, other: Value | null];

export type Metric = {
  readonly run: number;
  readonly dataset: string;
  readonly metric: string;
  readonly means: Pair<number>;
  readonly stderrs: Pair<number>;
};

export type IdeaDiff = {
  readonly number: number;
  readonly names: Pair<string>;
  readonly outcomes: Pair<string>;
  readonly scores: Pair<number>;
  /** Unified diffs by file; unchanged files are omitted. */
  readonly code: Readonly<Record<string, readonly string[]>>;
  readonly metrics: readonly Metric[];
  /** Unified diffs by section, of text wrapped to the same width. */
  readonly paper: Readonly<Record<string, readonly string[]>>;
  readonly ratings: Readonly<Record<string, Pair<number>>>;
};

export type RoleSpending = {
  readonly role: string;
  readonly costs: readonly [Cost, Cost];
  readonly taskMs: readonly [number, number];
};

export type RunDiff = {
  readonly runs: readonly [string, string];
  /** How the settings of the runs' starts differ. */
  readonly beginnings: readonly string[];
  readonly differences: readonly Difference[];
  readonly ideas: readonly IdeaDiff[];
  readonly spending: readonly RoleSpending[];
  readonly elapsedMs: readonly [number, number];
};

type Side = {
  readonly run: string;
  readonly log: readonly Numbered[];
  readonly events: readonly Event[];
  readonly progress: Progress;
};

const sideOf = ({ run, log }: Recording): Side => {
  const events = log.map(({ event }) => event);
  return { run, events, log: numbered(events), progress: progressOf(events) };
};

const proseWidth = 96;
const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));
const proseOf = (text: string): readonly string[] => linesOf(wrapped(text, 0, proseWidth));

const differing = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  linesIn: (text: string) => readonly string[],
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .map((name) => [name, lineDiff(linesIn(before[name] ?? ''), linesIn(after[name] ?? ''))] as const)
      .filter(([, lines]) => lines.length > 0),
  );

const codeOf = ({ events }: Side, scope: string): Readonly<Record<string, string>> => {
  const files = workspaceOf(events, scope);
  return Object.fromEntries(['experiment.py', 'plot.py'].map((file) => [file, textAt(files, file) ?? '']));
};

const paperOf = ({ events }: Side, scope: string): Readonly<Record<string, string>> => {
  const { title, sections } = draftOf(events, scope);
  return { title, ...sections };
};

type Cell = { readonly mean: number; readonly stderr: number | null };

const cellsOf = (entry: ArchiveEntry | undefined): ReadonlyMap<string, Cell> =>
  new Map(
    (entry?.runs ?? []).flatMap(({ run, results }) =>
      Object.entries(results ?? {}).flatMap(([dataset, { means, stderrs }]) =>
        Object.entries(means).map(([metric, mean]): [string, Cell] => [
          JSON.stringify([run, dataset, metric]),
          { mean, stderr: stderrs[metric] ?? null },
        ]),
      ),
    ),
  );

const metricsOf = (one: ArchiveEntry | undefined, other: ArchiveEntry | undefined): readonly Metric[] => {
  const [left, right] = [cellsOf(one), cellsOf(other)];
  return [...new Set([...left.keys(), ...right.keys()])].map((key) => {
    const [run, dataset, metric] = JSON.parse(key) as [number, string, string];
    const [before, after] = [left.get(key), right.get(key)];
    const means: Pair<number> = [before?.mean ?? null, after?.mean ?? null];
    return { run, dataset, metric, means, stderrs: [before?.stderr ?? null, after?.stderr ?? null] };
  });
};

const ratingsOf = (
  one: ArchiveEntry | undefined,
  other: ArchiveEntry | undefined,
): Readonly<Record<string, Pair<number>>> => {
  const [before, after] = [one, other].map((entry) => entry?.papers.findLast(({ review }) => review !== null)?.review);
  if (!before && !after) return {};
  return Object.fromEntries(ratingNames.map((name) => [name, [before?.[name] ?? null, after?.[name] ?? null]]));
};

const ideaDiff = (one: Side, other: Side, number: number): IdeaDiff => {
  const find = ({ ideas }: Archive) => ideas.find((entry) => entry.origin === 'run' && entry.number === number);
  const [left, right] = [find(one.progress.archive), find(other.progress.archive)];
  const scope = ideaScope(number);
  const pair = <Value>(read: (entry: ArchiveEntry) => Value): Pair<Value> => [
    left === undefined ? null : read(left),
    right === undefined ? null : read(right),
  ];
  return {
    number,
    names: pair(({ name }) => name),
    outcomes: pair(({ outcome, state }) => outcome ?? state),
    scores: pair(({ score }) => score) as Pair<number>,
    code: differing(codeOf(one, scope), codeOf(other, scope), linesOf),
    metrics: metricsOf(left, right),
    paper: differing(paperOf(one, scope), paperOf(other, scope), proseOf),
    ratings: ratingsOf(left, right),
  };
};

const spendingOf = (one: Side, other: Side): readonly RoleSpending[] => {
  const [left, right] = [effortsOf(one.events), effortsOf(other.events)];
  const roles = [...new Set([...left, ...right].map(({ role }) => role))];
  return roles.map((role) => {
    const sum = (efforts: typeof left) => efforts.filter((effort) => effort.role === role);
    const cost = (efforts: typeof left) => sum(efforts).reduce((total, effort) => addCosts(total, effort.cost), noCost);
    const time = (efforts: typeof left) => sum(efforts).reduce((total, { milliseconds }) => total + milliseconds, 0);
    return { role, costs: [cost(left), cost(right)], taskMs: [time(left), time(right)] };
  });
};

const beginningOf = ({ events: [first] }: Side) => {
  const { settings, models, program, sandbox, template } = (first as Event<RunStarted>).data;
  return { template: template.name, settings, models, program, sandbox };
};

/** Compares two recorded runs, from their first events to their results. */
export const diffRuns = (left: Recording, right: Recording): RunDiff => {
  const [one, other] = [sideOf(left), sideOf(right)];
  const numbers = [one, other].flatMap(({ progress }) =>
    progress.archive.ideas.filter(({ origin }) => origin === 'run').map(({ number }) => number),
  );
  return {
    runs: [one.run, other.run],
    beginnings: changedMembers(beginningOf(one), beginningOf(other)),
    differences: firstDifferences(one.log, other.log, [one.run, other.run]),
    ideas: [...new Set(numbers)].sort((first, second) => first - second).map((number) => ideaDiff(one, other, number)),
    spending: spendingOf(one, other),
    elapsedMs: [viewOf(one.progress).elapsedMs, viewOf(other.progress).elapsedMs],
  };
};
