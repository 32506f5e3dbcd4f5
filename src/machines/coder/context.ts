import { type Tree, textAt } from '../../events/tree.ts';
import type { Figure, RecordedExperiment } from '../../events/vocabulary/code.ts';
import type { CompletedExperiment } from '../../events/vocabulary/experiment.ts';
import type { Idea } from '../../events/vocabulary/idea.ts';
import type { Files } from '../kit/edits/edits.ts';
import { type ActorInput, type Asking, asking, shownResults } from '../kit/kit.ts';

export type FailedAttempt = { readonly attempt: number; readonly reason: string; readonly tail: string };

export type MeasuredExperiment = RecordedExperiment &
  Pick<CompletedExperiment, 'outputs' | 'environment' | 'resources' | 'leftOut'>;

export type Context = Asking & {
  readonly idea: Idea | null;
  readonly plan: readonly { readonly description: string }[];
  /** The current experiment, from 1; the attempt at it; what it changes. */
  readonly experiment: number;
  readonly experimentAttempt: number;
  readonly description: string;
  readonly plotAttempt: number;
  /** experiment.py as last edited, and as of the last completed experiment. */
  readonly code: string;
  readonly provenCode: string;
  readonly plot: string;
  /** Modules written beside experiment.py, by name, and those of the last completed experiment. */
  readonly modules: Files;
  readonly provenModules: Files;
  /** The baseline and every experiment that completed since. */
  readonly completed: readonly MeasuredExperiment[];
  readonly notes: readonly string[];
  readonly lastFailure: FailedAttempt | null;
  readonly figures: Tree;
  readonly described: readonly Figure[];
  /** Why no further experiment is started. */
  readonly ending: string;
};

export const initial = ({ started }: ActorInput): Context => {
  const code = textAt(started.template.workspace, 'experiment.py') ?? '';
  return {
    ...asking,
    started,
    idea: null,
    plan: [],
    experiment: 1,
    experimentAttempt: 1,
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

/** Returns the idea; called only after `idea.started`. */
export const ideaOf = ({ idea }: Context): Idea => {
  if (idea === null) throw new Error('no idea is in development yet');
  return idea;
};

/** At least one: a paper needs an experiment. */
export const maximumExperiments = ({ started }: Context): number => Math.max(1, started.settings.limits.runs);

/** Numbers of the completed experiments, without the baseline. */
export const completedExperiments = (context: Context): number[] =>
  context.completed.map(({ run }) => run).filter((run) => run > 0);

export const plannedFor = (context: Context): string =>
  context.plan[context.experiment - 1]?.description ?? 'a further experiment';

/** `{run_0: {dataset: {means, stderrs}}, …}`, as prompts show results. */
export const resultsByExperiment = (context: Context): Record<string, unknown> =>
  Object.fromEntries(context.completed.map(({ run, results }) => [`run_${run}`, shownResults(results)]));

const asTree = (files: Files): Tree =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, { text }]));

/** Files that an experiment starts from: the template's and the edited code. */
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

/** Files that plot.py starts from: also the folders of all completed experiments. */
export const plotWorkspace = (context: Context): Tree => ({
  ...context.started.template.workspace,
  ...finalCode(context),
  ...Object.assign({}, ...context.completed.map(({ outputs }) => outputs)),
});

/** The environment of all experiments. Where they differ, each value is named: a paper may claim no other hardware. */
const environmentOf = (context: Context): Record<string, string> => {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of context.completed.flatMap(({ environment }) => Object.entries(environment)))
    values.set(name, (values.get(name) ?? new Set()).add(value));
  return Object.fromEntries([...values].map(([name, all]) => [name, [...all].join('; ')]));
};

const composeNotes = (context: Context): string => {
  const figures = context.described.map(({ file, description }) => `- ${file}: ${description}`).join('\n');
  const ending = context.ending === '' ? '' : `No further experiment was executed: ${context.ending}`;
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
