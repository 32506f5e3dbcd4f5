import { Command } from 'commander';
import { CodedError } from '../../events/outcome.ts';
import { archiveOf } from '../../events/projections/archive.ts';
import { causesOf, type Numbered, numbered, turningPointsOf } from '../../events/projections/causes.ts';
import {
  lastPapers,
  linesWith,
  type Paper,
  type PaperLine,
  paperLine,
  tracePaperLine,
} from '../../events/projections/paper-trace.ts';
import { withRecording } from '../../lab/recording.ts';
import type { Services } from '../../lab/services.ts';
import type { MakeCommand } from '../commands.ts';
import { print, printJson } from '../output.ts';
import { asData, chainText, traceData, traceText, type Why } from './why-text.ts';

type Options = { readonly text?: string; readonly idea?: string; readonly full?: boolean; readonly json?: boolean };

/** The scope of an idea by its number, its name, or its scope; undefined when there is none such. */
const ideaScope = (log: readonly Numbered[], given: string): string | undefined =>
  archiveOf(log.map(({ event }) => event)).ideas.find(
    ({ origin, number, name, scope }) => origin === 'run' && [String(number), name, scope].includes(given),
  )?.scope;

/** The papers that a place in a paper may be meant of: `results/<run>/<n>-<idea>/paper/<file>` names its idea. */
const papersMeant = (log: readonly Numbered[], path: string, idea: string | undefined): readonly Paper[] => {
  const papers = lastPapers(log);
  const named = idea ?? /(?:^|\/)(\d+)-[a-z0-9_]+\/paper\/[^/]+$/.exec(path)?.[1];
  if (named === undefined) return [...papers.values()];
  const paper = papers.get(ideaScope(log, named) ?? '');
  if (paper === undefined) throw new CodedError('idea.no_paper', `idea ${named} has no paper`);
  return [paper];
};

const linesMeant = (
  log: readonly Numbered[],
  target: string | undefined,
  { text, idea }: Options,
): readonly PaperLine[] => {
  const [, path = '', line = ''] = /^(.+\.tex):(\d+)$/.exec(target ?? '') ?? [];
  const papers = papersMeant(log, path, idea);
  if (text !== undefined) return papers.flatMap((paper) => linesWith(paper, text));
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (papers.length > 1)
    throw new CodedError(
      'cli.bad_option',
      `several ideas have a paper: say which by --idea (${papers.map(({ event }) => event.scope).join(', ')})`,
    );
  const found = papers.flatMap((paper) => paperLine(paper, file, Number(line)) ?? []);
  if (found.length === 0) throw new CodedError('event.unknown', `the paper has no line ${line} in a file ${file}`);
  return found;
};

const maximumLines = 5;

const explainLines = (why: Why, lines: readonly PaperLine[], { text, json }: Options): void => {
  if (lines.length === 0) throw new CodedError('event.unknown', `no paper of ${why.run} has the text "${text}"`);
  const traces = lines.slice(0, maximumLines).map((line) => tracePaperLine(why.log, line));
  if (json) {
    printJson(traces.map((trace) => traceData(why, trace)));
    return;
  }
  print(traces.map((trace) => traceText(why, trace)).join(`\n${'-'.repeat(60)}\n\n`));
  const rest = lines.slice(maximumLines);
  if (rest.length > 0)
    print(`\nand in ${rest.length} further lines, such as ${rest[0]?.file}:${rest[0]?.line} of ${rest[0]?.scope}`);
};

/** The chain of an event, or the turning points of an idea. */
const chainMeant = ({ log, run }: Why, target: string | undefined): readonly Numbered[] => {
  if (target === undefined) throw new CodedError('cli.bad_option', 'give an event, an idea, or file:line of a paper');
  const event = log.find((one) => one.event.id === target || String(one.sequence) === target);
  if (event !== undefined) return causesOf(log, event.event.id);
  const scope = ideaScope(log, target);
  if (scope !== undefined) return turningPointsOf(log, scope);
  throw new CodedError(
    'event.unknown',
    `run ${run} has no event and no idea "${target}": show ${run} --events lists them`,
  );
};

const explain = (why: Why, target: string | undefined, options: Options): void => {
  if (options.text !== undefined || /\.tex:\d+$/.test(target ?? '')) {
    explainLines(why, linesMeant(why.log, target, options), options);
    return;
  }
  const chain = chainMeant(why, target);
  if (options.json) printJson(chain.map(asData));
  else print(chainText(chain));
};

const act = (services: Services, given: string, target: string | undefined, options: Options): Promise<void> =>
  withRecording(services, given, async ({ run, log }) =>
    explain({ run, log: numbered(log.map(({ event }) => event)), full: options.full === true }, target, options),
  );

export const whyCommand: MakeCommand = (services) =>
  new Command('why')
    .description('The causes of an event, an idea, or a line of a paper, back to their origin.')
    .argument('<run>', 'its name, the beginning of it, or "latest"')
    .argument('[target]', "an event's number or id; an idea's name or scope; <file>.tex:<line> of a paper")
    .option('--text <text>', 'the lines of the papers that hold this text, such as a number')
    .option('--idea <idea>', 'the idea whose paper is meant: its number or its name')
    .option('--full', 'every cause, back to the first; otherwise to the call of a model that wrote it')
    .option('--json', 'as JSON, every cause with its data')
    .addHelpText(
      'after',
      `
Newest first. For a line of a paper: who wrote it, and for each of its numbers the experiment that measured it, the
edit that made its code, and the call that wrote the edit.

Examples:
  ai-scientist why latest 214
  ai-scientist why latest idea-1.coder.4
  ai-scientist why latest --text 0.953 --idea 1
  ai-scientist why latest results/<run>/1-<idea>/paper/results.tex:12`,
    )
    .action((run: string, target: string | undefined, options: Options) => act(services, run, target, options));
