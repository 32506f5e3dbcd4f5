import { type Tree, textAt } from '../../events/tree.ts';
import type { Emission, Incoming } from '../kit/index.ts';
import { normaliseResults } from './results.ts';

export type ExperimentRequest = { readonly run: number; readonly attempt: number; readonly workspace: Tree };
export type PlotRequest = { readonly attempt: number; readonly workspace: Tree };

const maximumFigures = 12;

const notPerformed = (event: Incoming) => ({
  reason: 'not_performed',
  explanation: event.outcome?.ok === false ? event.outcome.error.message : 'there was no result',
  tail: '',
});

/** What happened in an experiment, from what the sandbox reported and what the result file says. */
export const classifyExperiment = ({ run, attempt }: ExperimentRequest, event: Incoming): Emission => {
  const failed = (problem: object, resources: unknown = null): Emission => ({
    type: 'experiment.failed',
    data: { run, attempt, resources, ...problem },
  });
  if (event.outcome?.ok !== true) return failed(notPerformed(event));
  const { reason, explanation, outputs, resources, environment, sandbox, stdout, stderr, tail } = event.outcome.value;
  if (reason !== 'completed') return failed({ reason, explanation, tail }, resources);
  const text = textAt(outputs, `run_${run}/final_info.json`);
  if (text === undefined) {
    const missing = `the experiment ended well but wrote no run_${run}/final_info.json`;
    return failed({ reason: 'no_result_file', explanation: missing, tail }, resources);
  }
  const normalised = normaliseResults(text);
  if ('problem' in normalised) {
    return failed({ reason: 'unusable_result_file', explanation: normalised.problem, tail }, resources);
  }
  const data = { run, attempt, results: normalised.results, outputs, resources, environment, sandbox, stdout, stderr };
  return { type: 'experiment.completed', data };
};

/** A plot counts as a success only with a figure. */
export const classifyPlot = ({ attempt }: PlotRequest, event: Incoming): Emission => {
  const failed = (problem: object): Emission => ({ type: 'plot.failed', data: { attempt, ...problem } });
  if (event.outcome?.ok !== true) return failed(notPerformed(event));
  const { reason, explanation, outputs, resources, tail } = event.outcome.value;
  if (reason !== 'completed') return failed({ reason, explanation, tail });
  const figures = Object.fromEntries(Object.entries(outputs as Tree).slice(0, maximumFigures));
  if (Object.keys(figures).length === 0) {
    return failed({ reason: 'no_figures', explanation: 'plot.py ended well but wrote no .png beside itself', tail });
  }
  return { type: 'plot.completed', data: { attempt, figures, resources } };
};
