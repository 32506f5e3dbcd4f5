import { CodedError } from '../../events/outcome.ts';
import { archiveOf } from '../../events/projections/archive.ts';
import { causesOf, type Numbered, numbered, turningPointsOf } from '../../events/projections/causes.ts';
import {
  lastPapers,
  linesWith,
  type Paper,
  type PaperLine,
  paperLine,
  type Trace,
  tracePaperLine,
} from '../../events/projections/paper-trace.ts';
import { withRecording } from '../runs/recording.ts';
import type { Services } from '../services.ts';

/** What to explain: an event, an idea, a line of a paper, or the lines that contain a text. */
export type Question = {
  /** An event's number or id, an idea's name or scope, or `<file>.tex:<line>`. */
  readonly target?: string | undefined;
  readonly text?: string | undefined;
  /** The idea whose paper to search. */
  readonly idea?: string | undefined;
};

export type Explanation = { readonly run: string; readonly log: readonly Numbered[] } & (
  | { readonly kind: 'chain'; readonly chain: readonly Numbered[] }
  /** `more` are further lines with the text, not traced. */
  | { readonly kind: 'lines'; readonly traces: readonly Trace[]; readonly more: readonly PaperLine[] }
);

/** An idea's scope by number, name or scope; undefined if there is no such idea. */
const ideaScope = (log: readonly Numbered[], given: string): string | undefined =>
  archiveOf(log.map(({ event }) => event)).ideas.find(
    ({ origin, number, name, scope }) => origin === 'run' && [String(number), name, scope].includes(given),
  )?.scope;

/** The papers that a place can refer to: `results/<run>/<n>-<idea>/paper/<file>` names its idea. */
const papersMeant = (log: readonly Numbered[], path: string, idea: string | undefined): readonly Paper[] => {
  const papers = lastPapers(log);
  const named = idea ?? /(?:^|\/)(\d+)-[a-z0-9_]+\/paper\/[^/]+$/.exec(path)?.[1];
  if (named === undefined) return [...papers.values()];
  const paper = papers.get(ideaScope(log, named) ?? '');
  if (paper === undefined) throw new CodedError('idea.no_paper', `idea ${named} has no paper`);
  return [paper];
};

const linesMeant = (run: string, log: readonly Numbered[], { target, text, idea }: Question): readonly PaperLine[] => {
  const [, path = '', line = ''] = /^(.+\.tex):(\d+)$/.exec(target ?? '') ?? [];
  const papers = papersMeant(log, path, idea);
  if (text !== undefined) {
    const lines = papers.flatMap((paper) => linesWith(paper, text));
    if (lines.length === 0) throw new CodedError('event.unknown', `no paper of ${run} contains "${text}"`);
    return lines;
  }
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (papers.length > 1)
    throw new CodedError(
      'cli.bad_option',
      `several ideas have a paper: choose one with --idea (${papers.map(({ event }) => event.scope).join(', ')})`,
    );
  const found = papers.flatMap((paper) => paperLine(paper, file, Number(line)) ?? []);
  if (found.length === 0) throw new CodedError('event.unknown', `the paper has no line ${line} in a file ${file}`);
  return found;
};

/** The causes of an event, or the main events of an idea. */
const chainMeant = (run: string, log: readonly Numbered[], target: string | undefined): readonly Numbered[] => {
  if (target === undefined) throw new CodedError('cli.bad_option', 'give an event, an idea, or file:line of a paper');
  const event = log.find((one) => one.event.id === target || String(one.sequence) === target);
  if (event !== undefined) return causesOf(log, event.event.id);
  const scope = ideaScope(log, target);
  if (scope !== undefined) return turningPointsOf(log, scope);
  throw new CodedError(
    'event.unknown',
    `run ${run} has no event and no idea "${target}": \`show ${run} --events\` lists the events`,
  );
};

const maximumLines = 5;

/** Traces an event, an idea, or lines of a paper back to their causes. Throws CodedError('event.unknown'). */
export const explainWhy = (services: Services, given: string, question: Question): Promise<Explanation> =>
  withRecording(services, given, async ({ run, log: recorded }): Promise<Explanation> => {
    const log = numbered(recorded.map(({ event }) => event));
    const { target, text } = question;
    if (text === undefined && !/\.tex:\d+$/.test(target ?? ''))
      return { run, log, kind: 'chain', chain: chainMeant(run, log, target) };
    const lines = linesMeant(run, log, question);
    const traces = lines.slice(0, maximumLines).map((line) => tracePaperLine(log, line));
    return { run, log, kind: 'lines', traces, more: lines.slice(maximumLines) };
  });
