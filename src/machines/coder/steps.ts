import { completedExperimentSchema } from '../../events/vocabulary/experiment.ts';
import { type Incoming, keep } from '../kit/kit.ts';
import { type Context, completedRuns, plannedFor } from './context.ts';

type Seen = { readonly context: Context; readonly event: Incoming };

const isOfRun = ({ context, event }: Seen): boolean =>
  event.data.run === context.run && event.data.attempt === context.runAttempt;
const isOfPlot = ({ context, event }: Seen): boolean => event.data.attempt === context.plotAttempt;
const mayRunAgain = ({ started, runAttempt }: Context): boolean => runAttempt < started.settings.limits.attemptsPerRun;
const mayPlotAgain = ({ started, plotAttempt }: Context): boolean => plotAttempt < started.settings.limits.plotAttempts;

/** The code was not run at all: there is nothing in it to mend. */
const isUnperformed = ({ event }: Seen): boolean => event.data.reason === 'not_performed';

export const runAgain = (seen: Seen): boolean => isOfRun(seen) && mayRunAgain(seen.context);
export const runUnchanged = (seen: Seen): boolean => runAgain(seen) && isUnperformed(seen);
export const runOver = isOfRun;
export const plotAgain = (seen: Seen): boolean => isOfPlot(seen) && mayPlotAgain(seen.context);
export const plotUnchanged = (seen: Seen): boolean => plotAgain(seen) && isUnperformed(seen);
export const plotOver = isOfPlot;

export const hasBaseline = ({ context }: { context: Context }): boolean => context.completed.length > 0;
export const hasCompleted = ({ context }: { context: Context }): boolean => completedRuns(context).length > 0;
export const hasPlanned = ({ context }: { context: Context }): boolean => context.run < context.plan.length;
export const isUndrawn = ({ context }: { context: Context }): boolean => context.lastFailure === null;

/** Without a readable baseline nothing is kept of it, and the idea is given up. */
export const takeIdea = keep<Context>((_, event) => {
  const { idea, baseline } = event.data;
  const read = completedExperimentSchema.safeParse(baseline);
  if (!read.success) {
    const message = 'the baseline that the idea is measured against cannot be read';
    return { idea, failure: { code: 'coder.no_completed_run', message } };
  }
  const { results, outputs, environment, resources } = read.data;
  const first = {
    run: 0,
    description: 'baseline: the code of the template, unchanged',
    results,
    outputs,
    environment,
    resources,
  };
  return { idea, completed: [first], notes: [`## Run 0: ${first.description}\n${JSON.stringify(results)}`] };
});

export const takePlan = keep<Context>((_, event) => ({ plan: event.data.runs }));

export const takeCode = keep<Context>((_, event) => ({ code: event.data.text, description: event.data.description }));

export const takeResult = keep<Context>((context, event) => {
  const { run, results, outputs, environment, resources } = event.data;
  const description = context.description || plannedFor(context);
  const completed = { run, description, results, outputs, environment, resources };
  return { completed: [...context.completed, completed], provenCode: context.code, lastFailure: null };
});

export const takeNote = keep<Context>((context, event) => {
  const { run, description } = context.completed.at(-1) ?? { run: event.data.run, description: '' };
  return { notes: [...context.notes, `## Run ${run}: ${description}\n${event.data.text}`] };
});

export const takeEnding = keep<Context>((_, event) => ({ ending: event.data.reason, lastFailure: null }));

type Failed = { readonly reason: string; readonly explanation: string; readonly tail: string };

const failureOf = (attempt: number, { reason, explanation, tail }: Failed) => ({
  attempt,
  reason: `${reason}: ${explanation}`,
  tail,
});

export const countRun = keep<Context>((context, event) => ({
  lastFailure: failureOf(context.runAttempt, event.data),
  runAttempt: context.runAttempt + 1,
}));

/** An attempt of which the code is innocent leaves the failure that it is to mend as it was. */
export const countRunOnly = keep<Context>(({ runAttempt }) => ({ runAttempt: runAttempt + 1 }));

export const countPlot = keep<Context>((context, event) => ({
  lastFailure: failureOf(context.plotAttempt, event.data),
  plotAttempt: context.plotAttempt + 1,
}));

export const countPlotOnly = keep<Context>(({ plotAttempt }) => ({ plotAttempt: plotAttempt + 1 }));

export const startNextRun = keep<Context>(({ run }) => ({ run: run + 1, runAttempt: 1, description: '' }));

export const planIsDone = keep<Context>(() => ({ ending: 'every planned experiment was run' }));

export const attemptsSpent = keep<Context>((context, { data }) => ({
  ending: `the attempts at run ${context.run} are spent (${data.reason}: ${data.explanation})`,
  failure: {
    code: 'coder.no_completed_run',
    message: `no experiment completed in ${context.runAttempt} attempts; the last one: ${data.reason}: ${data.explanation}`,
  },
}));

export const modelFailed = keep<Context>((context) => ({
  ending: `the model could not be asked for run ${context.run}: ${context.failure?.message ?? ''}`,
}));

export const plotSpent = keep<Context>((context, { data }) => ({
  failure: {
    code: 'coder.no_figures',
    message: `plot.py made no figure in ${context.plotAttempt} attempts; the last one: ${data.reason}: ${data.explanation}`,
  },
}));

/** plot.py failed and cannot be mended, because the model does not answer. */
export const plotUnmended = keep<Context>((context) => ({
  failure: {
    code: 'coder.no_figures',
    message: `plot.py made no figure (${context.lastFailure?.reason}), and could not be changed: ${context.failure?.message}`,
  },
}));

export const takePlot = keep<Context>((_, event) => ({ plot: event.data.text }));

export const takeFigures = keep<Context>((_, event) => ({ figures: event.data.figures, lastFailure: null }));

export const takeDescriptions = keep<Context>((_, event) => ({ described: event.data.figures }));
