import { type Tree, textAt } from '../../events/tree.ts';
import type { Figure, RecordedRun } from '../../events/vocabulary/code.ts';
import type { CompletedExperiment } from '../../events/vocabulary/experiment.ts';
import type { Idea } from '../../events/vocabulary/idea.ts';
import type { Files } from '../kit/edits/edits.ts';
import { type ActorInput, type Asking, asking, shownResults } from '../kit/kit.ts';

export type FailedAttempt = { readonly attempt: number; readonly reason: string; readonly tail: string };

export type CompletedRun = RecordedRun & Pick<CompletedExperiment, 'outputs' | 'environment' | 'resources'>;

export type Context = Asking & {
  readonly idea: Idea | null;
  readonly plan: readonly { readonly description: string }[];
  /** The experiment now worked on, from 1; which attempt at it; what it changes. */
  readonly run: number;
  readonly runAttempt: number;
  readonly description: string;
  readonly plotAttempt: number;
  /** experiment.py as last edited, and as it was when an experiment last completed. */
  readonly code: string;
  readonly provenCode: string;
  readonly plot: string;
  /** Modules beside experiment.py that were written, by name; and those of the experiment that completed last. */
  readonly modules: Files;
  readonly provenModules: Files;
  /** The baseline and every experiment that completed since. */
  readonly completed: readonly CompletedRun[];
  readonly notes: readonly string[];
  readonly lastFailure: FailedAttempt | null;
  readonly figures: Tree;
  readonly described: readonly Figure[];
  /** Why no further experiment is run. */
  readonly ending: string;
};

export const initial = ({ started }: ActorInput): Context => {
  const code = textAt(started.template.workspace, 'experiment.py') ?? '';
  return {
    ...asking,
    started,
    idea: null,
    plan: [],
    run: 1,
    runAttempt: 1,
    description: '',
    plotAttempt: 1,
    code,
    provenCode: code,
    plot: textAt(started.template.workspace, 'plot.py') ?? '',
    modules: {},
    provenModules: {},
    completed: [],
    notes: [],
    lastFailure: null,
    figures: {},
    described: [],
    ending: '',
  };
};

/** The idea; asked for only after `idea.started`. */
export const ideaOf = ({ idea }: Context): Idea => {
  if (idea === null) throw new Error('no idea is in development yet');
  return idea;
};

/** At least one: without an experiment there is nothing to write about. */
export const maximumRuns = ({ started }: Context): number => Math.max(1, started.settings.limits.runs);

/** Numbers of the experiments that completed, without the baseline. */
export const completedRuns = (context: Context): number[] =>
  context.completed.map(({ run }) => run).filter((run) => run > 0);

export const plannedFor = (context: Context): string =>
  context.plan[context.run - 1]?.description ?? 'a further experiment';

/** `{run_0: {dataset: {means, stderrs}}, …}`, as prompts show results. */
export const resultsByRun = (context: Context): Record<string, unknown> =>
  Object.fromEntries(context.completed.map(({ run, results }) => [`run_${run}`, shownResults(results)]));

const asTree = (files: Files): Tree =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, { text }]));

/** What an experiment starts from: the template's files and the code as edited. */
export const experimentWorkspace = (context: Context): Tree => ({
  ...context.started.template.workspace,
  ...asTree(context.modules),
  'experiment.py': { text: context.code },
});

const finalCode = (context: Context): Tree => ({
  ...asTree(context.provenModules),
  'experiment.py': { text: context.provenCode },
  'plot.py': { text: context.plot },
});

/** What plot.py starts from: also the folders of all completed runs. */
export const plotWorkspace = (context: Context): Tree => ({
  ...context.started.template.workspace,
  ...finalCode(context),
  ...Object.assign({}, ...context.completed.map(({ outputs }) => outputs)),
});

/** What the runs were made on. Where they differ, each value is named: a paper may claim no other hardware. */
const environmentOf = (context: Context): Record<string, string> => {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of context.completed.flatMap(({ environment }) => Object.entries(environment)))
    values.set(name, (values.get(name) ?? new Set()).add(value));
  return Object.fromEntries([...values].map(([name, all]) => [name, [...all].join('; ')]));
};

const composeNotes = (context: Context): string => {
  const figures = context.described.map(({ file, description }) => `- ${file}: ${description}`).join('\n');
  const ending = context.ending === '' ? '' : `No further experiment was run: ${context.ending}`;
  const parts = [`# ${ideaOf(context).title}`, ...context.notes, ending, `## Figures\n${figures}`];
  return parts.filter((part) => part !== '').join('\n\n');
};

/** Data of `coding.finished`. */
export const finishedData = (context: Context) => ({
  runs: context.completed.map(({ run, description, results }) => ({ run, description, results })),
  notes: composeNotes(context),
  figures: context.described,
  code: finalCode(context),
  environment: environmentOf(context),
});
