import type { Tree } from '../../events/tree.ts';
import { textAt } from '../../events/tree.ts';
import type { Figure, RecordedRun } from '../../events/vocabulary/code.ts';
import type { CompletedExperiment } from '../../events/vocabulary/experiment.ts';
import type { Idea } from '../../events/vocabulary/idea.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { type ActorInput, type Asking, asking } from '../kit/index.ts';

export type FailedAttempt = { readonly attempt: number; readonly reason: string; readonly tail: string };

export type Context = Asking & {
  readonly started: RunStarted;
  readonly idea: Idea | null;
  readonly baseline: CompletedExperiment | null;
  readonly plan: readonly { readonly description: string }[];
  /** The experiment now worked on, from 1; and which attempt at it. */
  readonly run: number;
  readonly runAttempt: number;
  readonly plotAttempt: number;
  /** experiment.py and plot.py as last edited. */
  readonly code: string;
  readonly plot: string;
  /** The baseline and every experiment that completed since. */
  readonly completed: readonly (RecordedRun & { readonly outputs: Tree })[];
  readonly notes: readonly string[];
  readonly lastFailure: FailedAttempt | null;
  readonly figures: Tree;
  readonly described: readonly Figure[];
  /** Why no further experiment is run. */
  readonly ending: string;
};

export const initialContext = ({ started }: ActorInput): Context => ({
  ...asking,
  started,
  idea: null,
  baseline: null,
  plan: [],
  run: 1,
  runAttempt: 1,
  plotAttempt: 1,
  code: textAt(started.template.workspace, 'experiment.py') ?? '',
  plot: textAt(started.template.workspace, 'plot.py') ?? '',
  completed: [],
  notes: [],
  lastFailure: null,
  figures: {},
  described: [],
  ending: '',
});

export const ideaOf = (context: Context): Idea => context.idea as Idea;

/** Numbers of the experiments that completed, without the baseline. */
export const completedRuns = (context: Context): number[] =>
  context.completed.map(({ run }) => run).filter((run) => run > 0);

export const descriptionOf = (context: Context): string =>
  context.plan[context.run - 1]?.description ?? 'a further experiment';

/** `{run_0: {dataset: {means, stderrs}}, …}`, as prompts show results. */
export const resultsByRun = (context: Context): Record<string, unknown> =>
  Object.fromEntries(context.completed.map(({ run, results }) => [`run_${run}`, results]));

const readable = (path: string): boolean => path === 'experiment.py' || path === 'plot.py';

/** What an experiment starts from: the template's files and the code as edited. */
export const experimentWorkspace = (context: Context): Tree => ({
  ...context.started.template.workspace,
  'experiment.py': { text: context.code },
  'plot.py': { text: context.plot },
});

/** What plot.py starts from: also the folders of all completed runs. */
export const plotWorkspace = (context: Context): Tree => ({
  ...experimentWorkspace(context),
  ...Object.assign({}, ...context.completed.map(({ outputs }) => outputs)),
});

export const finalCode = (context: Context): Tree =>
  Object.fromEntries(Object.entries(experimentWorkspace(context)).filter(([path]) => readable(path)));

export const composeNotes = (context: Context): string =>
  [
    `# ${ideaOf(context).title}`,
    ...context.notes,
    context.described.length > 0 &&
      `## Figures\n${context.described.map(({ file, description }) => `- ${file}: ${description}`).join('\n')}`,
  ]
    .filter((part) => part !== false)
    .join('\n\n');
