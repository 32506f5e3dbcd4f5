import type { Heard, Seen } from '../kit/kit.ts';
import { type Context, completedExperiments } from './context.ts';
import type { coder } from './manifest.ts';

type ExperimentEvent = Heard<typeof coder, 'experiment.completed' | 'experiment.failed'>;
type PlotEvent = Heard<typeof coder, 'plot.completed' | 'plot.failed'>;
type ExperimentFailed = Seen<Context, Heard<typeof coder, 'experiment.failed'>>;
type PlotFailed = Seen<Context, Heard<typeof coder, 'plot.failed'>>;

const isOfExperiment = ({ context, event }: Seen<Context, ExperimentEvent>): boolean =>
  event.data.run === context.experiment && event.data.attempt === context.experimentAttempt;
const isOfPlot = ({ context, event }: Seen<Context, PlotEvent>): boolean => event.data.attempt === context.plotAttempt;
const mayExperimentAgain = ({ started, experimentAttempt }: Context): boolean =>
  experimentAttempt < started.settings.limits.attemptsPerRun;
const mayPlotAgain = ({ started, plotAttempt }: Context): boolean => plotAttempt < started.settings.limits.plotAttempts;

/** The code did not run, so there is nothing in it to fix. */
const isUnperformed = ({ event }: ExperimentFailed | PlotFailed): boolean => event.data.reason === 'not_performed';

export const experimentAgain = (seen: ExperimentFailed): boolean =>
  isOfExperiment(seen) && mayExperimentAgain(seen.context);
export const experimentUnchanged = (seen: ExperimentFailed): boolean => experimentAgain(seen) && isUnperformed(seen);
export const experimentOver = isOfExperiment;
export const plotAgain = (seen: PlotFailed): boolean => isOfPlot(seen) && mayPlotAgain(seen.context);
export const plotUnchanged = (seen: PlotFailed): boolean => plotAgain(seen) && isUnperformed(seen);
export const plotOver = isOfPlot;

export const hasCompleted = ({ context }: { context: Context }): boolean => completedExperiments(context).length > 0;
export const hasPlanned = ({ context }: { context: Context }): boolean => context.experiment < context.plan.length;
export const isUndrawn = ({ context }: { context: Context }): boolean => context.lastFailure === null;
