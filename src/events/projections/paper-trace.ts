import { baselineScope } from '../id.ts';
import { textAt } from '../tree.ts';
import type { KnownEvent } from '../vocabulary/known.ts';
import { isOf, type Numbered } from './causes.ts';

/** A version of a paper, as `paper.compiled` records it. */
export type Paper = Numbered<KnownEvent<'paper.compiled'>>;

/** A line of the last version of an idea's paper. */
export type PaperLine = {
  readonly scope: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** The `paper.compiled` event of that version. */
  readonly paper: Paper;
};

/** A recorded value that matches a number in a paper after rounding. */
export type Origin = {
  /** `experiment.completed`, or `run.started` for a baseline that an earlier run measured. */
  readonly experiment: Numbered;
  readonly run: number;
  readonly dataset: string;
  readonly metric: string;
  readonly statistic: 'mean' | 'standard error';
  readonly value: number;
};

export type TracedNumber = { readonly number: string; readonly origins: readonly Origin[] };

export type Trace = {
  readonly line: PaperLine;
  /** The event that introduced the line in its current form; for lines set by the program, the paper's. */
  readonly written: Numbered;
  readonly numbers: readonly TracedNumber[];
};

/** Returns the last compiled paper of each idea, by the idea's scope. */
export const lastPapers = (log: readonly Numbered[]): ReadonlyMap<string, Paper> =>
  new Map(log.filter((one) => isOf(one, 'paper.compiled')).map((one) => [one.event.scope, one]));

const linesOf = (paper: Paper): readonly PaperLine[] =>
  Object.keys(paper.event.data.sources)
    .filter((file) => file.endsWith('.tex'))
    .flatMap((file) =>
      (textAt(paper.event.data.sources, file) ?? '')
        .split('\n')
        .map((text, index) => ({ scope: paper.event.scope, file, line: index + 1, text, paper })),
    );

export const paperLine = (paper: Paper, file: string, line: number): PaperLine | undefined =>
  linesOf(paper).find((one) => one.file === file && one.line === line);

/** Finds lines that contain a text: first in sections, then in the parts that the program sets. */
export const linesWith = (paper: Paper, text: string): readonly PaperLine[] => {
  const found = linesOf(paper).filter((one) => one.text.includes(text));
  return [...found.filter(({ file }) => file !== 'paper.tex'), ...found.filter(({ file }) => file === 'paper.tex')];
};

/** Returns the whole text that an event gives a section; undefined if it gives none. */
const textGiven = (one: Numbered, section: string): string | undefined => {
  if (isOf(one, 'section.drafted')) return one.event.data.section === section ? one.event.data.text : undefined;
  if (isOf(one, 'citation.added') || isOf(one, 'paper.fixed')) return one.event.data.sections[section];
  return undefined;
};

const isSet = (text: string, wanted: string): boolean => text.split('\n').some((line) => line.trim() === wanted.trim());

/** Finds the event that introduced the line: the first of the last unbroken series of versions with it. */
const writtenBy = (log: readonly Numbered[], { scope, file, text, paper }: PaperLine): Numbered => {
  const section = file.replace(/\.tex$/, '');
  const versions = log.filter(
    (one) => one.sequence < paper.sequence && one.event.scope === scope && textGiven(one, section) !== undefined,
  );
  const without = versions.findLastIndex((one) => !isSet(textGiven(one, section) ?? '', text));
  return versions[without + 1] ?? paper;
};

type Measured = Numbered<KnownEvent<'experiment.completed' | 'run.started'>>;

const measuredFor = (log: readonly Numbered[], { scope, paper }: PaperLine): readonly Measured[] =>
  log
    .filter(({ sequence }) => sequence < paper.sequence)
    .filter(
      (one): one is Measured =>
        (isOf(one, 'experiment.completed') && (one.event.scope === scope || one.event.scope === baselineScope)) ||
        isOf(one, 'run.started'),
    );

const originsIn = (experiment: Measured): readonly Origin[] => {
  const { type, data } = experiment.event;
  const measured = type === 'run.started' ? data.baseline?.experiment : data;
  if (measured === undefined) return [];
  const { run, results } = measured;
  return Object.entries(results).flatMap(([dataset, { means, stderrs }]) => {
    const each = (values: Readonly<Record<string, number>>, statistic: Origin['statistic']) =>
      Object.entries(values).map(([metric, value]) => ({ experiment, run, dataset, metric, statistic, value }));
    return [...each(means, 'mean'), ...each(stderrs, 'standard error')];
  });
};

/** As measured; if nothing matches, fractions as percent, then seconds as milliseconds. */
const scales = [1, 100, 1000] as const;

const isRounded = (value: number, printed: string, scale: number): boolean => {
  const decimals = /\.(\d+)$/.exec(printed)?.[1]?.length ?? 0;
  const slack = 0.5000001 * 10 ** -decimals;
  return Math.abs(Math.abs(value) * scale - Number(printed)) <= slack;
};

type Printed = { readonly number: string; readonly isError: boolean };

const commands =
  /\\(?:label|ref|cite[a-z]{0,20}|includegraphics|cmidrule|multicolumn)(?:\[[^\]]{0,400}\])?(?:\([^)]{0,100}\))?\{[^}]{0,400}\}/g;
/** A number before the word "in" is not a length: inches end the expression. */
const lengths =
  /(?<!\d)(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})\s{0,20}(?:\\(?:text|line|column)width|em|ex|pt|cm|mm|in(?!\s{1,20}\w))\b/g;
const grouping = /(?<=\d),(?=\d{3}\b)|\\,(?=\d{3}\b)/g;
const printedNumber = /(\\pm\s{0,4}\$?\s{0,4})?(?<![\w.])(\d+(?:\.\d+)?)(?![\w]|\.\d)/g;

/** Extracts numbers that may be results, excluding lengths, labels, sizes and single-digit counts. */
const numbersIn = (text: string): readonly Printed[] => {
  const plain = text.replace(commands, ' ').replace(lengths, ' ').replace(grouping, '');
  const found = [...plain.matchAll(printedNumber)]
    .map(([, sign, number = '']) => ({ number, isError: sign !== undefined }))
    .filter(({ number, isError }) => isError || number.includes('.') || number.length > 1);
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
};

const matches = ({ number }: Printed, all: readonly Origin[]): readonly Origin[] => {
  const scaled = scales.map((scale) => all.filter(({ value }) => isRounded(value, number, scale)));
  return scaled.find((origins) => origins.length > 0) ?? [];
};

const rowOf = ({ run, dataset }: Origin): string => `${run} ${dataset}`;

/** Counts how many numbers of the line match each experiment and dataset, because a table row is usually about one. */
const votes = (found: readonly (readonly Origin[])[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const origins of found)
    for (const row of new Set(origins.map(rowOf))) counts.set(row, (counts.get(row) ?? 0) + 1);
  return counts;
};

/** Traces a line of a paper to its event, and its numbers to candidate recorded values, likeliest first. */
export const tracePaperLine = (log: readonly Numbered[], line: PaperLine): Trace => {
  const all = measuredFor(log, line).flatMap(originsIn);
  const printed = numbersIn(line.text);
  const found = printed.map((one) => matches(one, all));
  const counts = votes(found);
  const numbers = printed.map(({ number, isError }, index) => {
    const wanted = isError ? 'standard error' : 'mean';
    const rank = (origin: Origin) => (origin.statistic === wanted ? 1000 : 0) + (counts.get(rowOf(origin)) ?? 0);
    return { number, origins: (found[index] ?? []).toSorted((one, other) => rank(other) - rank(one)) };
  });
  return { line, written: writtenBy(log, line), numbers };
};
