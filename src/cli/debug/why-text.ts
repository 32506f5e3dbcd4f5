import { causesOf, isModelCall, type Numbered, throughModelCall } from '../../events/projections/causes.ts';
import { costOf } from '../../events/projections/cost.ts';
import type { Origin, Trace } from '../../events/projections/paper-trace.ts';
import type { KnownEvent } from '../../events/vocabulary/known.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import { commandName } from '../../lab/command-name.ts';
import { plain } from '../../text/clean.ts';
import { dollarsText } from '../../text/quantities.ts';
import { sentenceOf } from '../../text/sentence.ts';
import { table } from '../../text/table.ts';
import { fitted } from '../../text/width.ts';
import { outputColumns } from '../output.ts';

const excerptColumns = 80;

/** A model call and its answer in short; the event's number leads to the full text. */
const callText = ({ event }: Numbered<KnownEvent<'task.completed'>>): string => {
  const { key } = event.data;
  const value = tasks.model.value.partial().safeParse(event.data.value).data ?? {};
  const text = fitted(plain(value.text ?? ''), excerptColumns);
  const request = value.request === undefined ? '' : ` (request ${value.request.slice(0, 12)})`;
  return `${value.model} answered ${value.purpose ?? key}${request}, ${dollarsText(costOf(event))}: ${text}`;
};

const sentence = (one: Numbered): string => (isModelCall(one) ? callText(one) : sentenceOf(one.event));

const widthBeside = (margin: string): number | undefined => {
  const columns = outputColumns();
  return columns === undefined ? undefined : columns - margin.length;
};

export const chainText = (chain: readonly Numbered[], margin = ''): string =>
  table(
    chain,
    [
      { title: '#', text: ({ sequence }) => String(sequence), right: true },
      { title: 'EVENT', text: ({ event }) => event.id },
      { title: 'TYPE', text: ({ event }) => event.type },
      { title: 'WHAT', text: sentence, flexible: true },
    ],
    widthBeside(margin),
  )
    .split('\n')
    .slice(1, -1)
    .map((line) => `${margin}${line}`)
    .join('\n');

type Why = { readonly run: string; readonly log: readonly Numbered[]; readonly full: boolean };

/** A chain of causes back to the model call that wrote it, and the number of earlier ones. */
const branchText = ({ run, log, full }: Why, id: string, margin: string): string => {
  const whole = causesOf(log, id);
  const shown = full ? whole : throughModelCall(whole);
  const rest = whole.length - shown.length;
  const last = whole.at(-1)?.event.type;
  return `${chainText(shown, margin)}${rest === 0 ? '' : `\n${margin}… and ${rest} earlier causes, back to ${last}: ${commandName} why ${run} ${shown.at(-1)?.sequence}`}`;
};

const originText = ({ run, dataset, metric, statistic, value }: Origin): string =>
  `${statistic} of ${metric} on ${dataset}, ${run === 0 ? 'the baseline' : `run ${run}`}: ${value}`;

const maximumOrigins = 2;

/** With at most so many digits, a number is the rounded form of too many values to name its origin. */
const digitsOfGuess = 2;

/** Leading zeros say nothing about the value, and neither does the point. */
const digitsOf = (number: string): number => number.replace(/^-?[0.]*/, '').replace('.', '').length;

/** What a match is worth. */
export const matchText = ({ number, origins }: Pick<Trace['numbers'][number], 'number' | 'origins'>): string => {
  const decimals = number.split('.')[1]?.length ?? 0;
  const half = 0.5 * 10 ** -decimals;
  const [low, high] = [Number(number) - half, Number(number) + half].map((value) => value.toFixed(decimals + 1));
  const count = origins.length === 1 ? 'one recorded value rounds' : `${origins.length} recorded values round`;
  const matched = `${count} to it, as would any from ${low} to ${high}`;
  return digitsOf(number) > digitsOfGuess ? matched : `a guess: ${matched}`;
};

const numberText = (traced: Trace['numbers'][number]): string => {
  const { number, origins } = traced;
  if (origins.length === 0)
    return `${number}\n  no recorded value rounds to it: it is computed from several values, or is not a result\n`;
  const shown = origins.slice(0, maximumOrigins);
  const rest = origins.length - shown.length;
  return (
    `${number}: ${matchText(traced)}\n` +
    shown.map((origin) => `  ${originText(origin)} (event ${origin.experiment.sequence})\n`).join('') +
    (rest === 0 ? '' : `  and ${rest} more\n`)
  );
};

/** Each experiment that the numbers come from, once. */
const experimentsOf = ({ numbers }: Trace): readonly Numbered[] => [
  ...new Set(numbers.flatMap(({ origins }) => origins.slice(0, maximumOrigins).map(({ experiment }) => experiment))),
];

export const traceText = (why: Why, trace: Trace): string => {
  const { line, written, numbers } = trace;
  const version = line.paper.event.data.version;
  const measured = experimentsOf(trace).map(({ event }) => `${branchText(why, event.id, '  ')}\n`);
  return (
    `${line.file}:${line.line} of ${line.scope}, version ${version} of its paper\n  ${line.text.trim()}\n\n` +
    `WRITTEN BY\n${branchText(why, written.event.id, '  ')}\n` +
    (numbers.length === 0 ? '' : `\nNUMBERS\n${numbers.map(numberText).join('')}`) +
    (measured.length === 0 ? '' : `\nMEASURED BY\n${measured.join('\n')}`)
  );
};

export const asData = ({ sequence, event }: Numbered) => ({ sequence, ...event });

export const traceData = ({ log }: Pick<Why, 'log'>, { line, written, numbers }: Trace) => ({
  file: line.file,
  line: line.line,
  text: line.text,
  scope: line.scope,
  version: line.paper.event.data.version,
  written: causesOf(log, written.event.id).map(asData),
  numbers: numbers.map(({ number, origins }) => ({
    number,
    origins: origins.map(({ experiment, ...origin }) => ({
      ...origin,
      causes: causesOf(log, experiment.event.id).map(asData),
    })),
  })),
});
