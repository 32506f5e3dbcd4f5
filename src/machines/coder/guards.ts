import type { Heard, Seen } from '../kit/kit.ts';
import { type Context, completedRuns } from './context.ts';
import type { coder } from './manifest.ts';

type RunEvent = Heard<typeof coder, 'experiment.completed' | 'experiment.failed'>;
type PlotEvent = Heard<typeof coder, 'plot.completed' | 'plot.failed'>;
type RunFailed = Seen<Context, Heard<typeof coder, 'experiment.failed'>>;
type PlotFailed = Seen<Context, Heard<typeof coder, 'plot.failed'>>;

const isOfRun = ({ context, event }: Seen<Context, RunEvent>): boolean =>
  event.data.run === context.run && event.data.attempt === context.runAttempt;
const isOfPlot = ({ context, event }: Seen<Context, PlotEvent>): boolean => event.data.attempt === context.plotAttempt;
const mayRunAgain = ({ started, runAttempt }: Context): boolean => runAttempt < started.settings.limits.attemptsPerRun;
const mayPlotAgain = ({ started, plotAttempt }: Context): boolean => plotAttempt < started.settings.limits.plotAttempts;

/** The code did not run, so there is nothing in it to fix. */
const isUnperformed = ({ event }: RunFailed | PlotFailed): boolean => event.data.reason === 'not_performed';

export const runAgain = (seen: RunFailed): boolean => isOfRun(seen) && mayRunAgain(seen.context);
export const runUnchanged = (seen: RunFailed): boolean => runAgain(seen) && isUnperformed(seen);
export const runOver = isOfRun;
export const plotAgain = (seen: PlotFailed): boolean => isOfPlot(seen) && mayPlotAgain(seen.context);
export const plotUnchanged = (seen: PlotFailed): boolean => plotAgain(seen) && isUnperformed(seen);
export const plotOver = isOfPlot;

export const hasCompleted = ({ context }: { context: Context }): boolean => completedRuns(context).length > 0;
export const hasPlanned = ({ context }: { context: Context }): boolean => context.run < context.plan.length;
export const isUndrawn = ({ context }: { context: Context }): boolean => context.lastFailure === null;
