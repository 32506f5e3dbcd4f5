import type { Heard } from '../kit/kit.ts';
import { type Context, plannedFor } from './context.ts';
import type { coder } from './manifest.ts';

type On<Type extends Heard<typeof coder>['type']> = Heard<typeof coder, Type>;
type Change = Partial<Context>;

export const takeIdea = (_: Context, { data: { idea, baseline } }: On<'idea.started'>): Change => {
  const { results, outputs, environment, resources, leftOut } = baseline;
  const description = 'baseline: the code of the template, unchanged';
  return {
    idea,
    completed: [{ run: 0, description, results, outputs, environment, resources, leftOut }],
    notes: [`## Run 0: ${description}\n${JSON.stringify(results)}`],
  };
};

export const takePlan = (_: Context, event: On<'plan.made'>): Change => ({ plan: event.data.runs });

export const takeCode = (_: Context, event: On<'code.edited'>): Change => ({
  code: event.data.text,
  modules: event.data.modules ?? {},
  description: event.data.description,
});

export const takeResult = (context: Context, event: On<'experiment.completed'>): Change => {
  const { run, results, outputs, environment, resources, leftOut } = event.data;
  const description = context.description || plannedFor(context);
  const completed = { run, description, results, outputs, environment, resources, leftOut };
  return {
    completed: [...context.completed, completed],
    provenCode: context.code,
    provenModules: context.modules,
    lastFailure: null,
  };
};

export const takeNote = (context: Context, event: On<'note.written'>): Change => {
  const { run, description } = context.completed.at(-1) ?? { run: event.data.run, description: '' };
  return { notes: [...context.notes, `## Run ${run}: ${description}\n${event.data.text}`] };
};

export const takeEnding = (_: Context, event: On<'runs.ended'>): Change => ({
  ending: event.data.reason,
  lastFailure: null,
});

type Failed = { readonly reason: string; readonly explanation: string; readonly tail: string };

const failureOf = (attempt: number, { reason, explanation, tail }: Failed) => ({
  attempt,
  reason: `${reason}: ${explanation}`,
  tail,
});

export const countExperiment = (context: Context, event: On<'experiment.failed'>): Change => ({
  lastFailure: failureOf(context.experimentAttempt, event.data),
  experimentAttempt: context.experimentAttempt + 1,
});

/** Counts an attempt that failed for a reason outside the code, and keeps the failure that the code is to fix. */
export const countExperimentOnly = ({ experimentAttempt }: Context): Change => ({
  experimentAttempt: experimentAttempt + 1,
});

export const countPlot = (context: Context, event: On<'plot.failed'>): Change => ({
  lastFailure: failureOf(context.plotAttempt, event.data),
  plotAttempt: context.plotAttempt + 1,
});

export const countPlotOnly = ({ plotAttempt }: Context): Change => ({ plotAttempt: plotAttempt + 1 });

export const startNextExperiment = ({ experiment }: Context): Change => ({
  experiment: experiment + 1,
  experimentAttempt: 1,
  description: '',
});

export const planIsDone = (): Change => ({ ending: 'every planned experiment was run' });

export const attemptsSpent = (context: Context, { data }: On<'experiment.failed'>): Change => ({
  ending: `the attempts at run ${context.experiment} are exhausted (${data.reason}: ${data.explanation})`,
  failure: {
    code: 'coder.no_completed_run',
    message: `no experiment completed in ${context.experimentAttempt} attempts; the last one: ${data.reason}: ${data.explanation}`,
  },
});

export const modelFailed = (context: Context): Change => ({
  ending: `the model did not answer for run ${context.experiment}: ${context.failure?.message ?? ''}`,
});

export const plotSpent = (context: Context, { data }: On<'plot.failed'>): Change => ({
  failure: {
    code: 'coder.no_figures',
    message: `plot.py made no figure in ${context.plotAttempt} attempts; the last one: ${data.reason}: ${data.explanation}`,
  },
});

/** plot.py failed and cannot be fixed, because the model does not answer. */
export const plotUnmended = (context: Context): Change => ({
  failure: {
    code: 'coder.no_figures',
    message: `plot.py made no figure (${context.lastFailure?.reason}), and could not be fixed: ${context.failure?.message}`,
  },
});

export const takePlot = (_: Context, event: On<'plot.edited'>): Change => ({ plot: event.data.text });

export const takeFigures = (_: Context, event: On<'plot.completed'>): Change => ({
  figures: event.data.figures,
  lastFailure: null,
});

export const takeDescriptions = (_: Context, event: On<'figures.described'>): Change => ({
  described: event.data.figures,
});
