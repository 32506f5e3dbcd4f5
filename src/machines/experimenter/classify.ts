import type { Outcome } from '../../events/outcome.ts';
import { isText, type Tree, type TreeEntry } from '../../events/tree.ts';
import type { Read } from '../../events/vocabulary/definition.ts';
import type { experimentReasons, LeftOut, Results } from '../../events/vocabulary/experiment.ts';
import type { tasks } from '../../events/vocabulary/tasks.ts';
import type { Emitted } from '../kit/kit.ts';
import { missingMean, normaliseResults } from '../kit/results.ts';
import { type Context, experimentOf, folderOf, type PlotRequest } from './context.ts';
import type { experimenter } from './manifest.ts';

type Emission = Emitted<typeof experimenter>;

const maximumFigures = 12;
const maximumTailLength = 4096;
/** The event goes into other events and into the archive; the task's result lists more. */
const maximumLeftOut = 5;

type Report = Read<typeof tasks.experiment.value>;

type Problem<Reason = (typeof experimentReasons)[number]> = {
  readonly reason: Reason;
  readonly explanation: string;
  readonly tail: string;
};

const unperformed = (explanation: string): Problem => ({ reason: 'not_performed', explanation, tail: '' });

type Result = { readonly report?: Report; readonly problem?: Problem };

/** Returns the report of a job that ran to its end, or why there is none. */
const resultOf = (outcome: Outcome<Report>): Result => {
  if (!outcome.ok) return { problem: unperformed(outcome.error.message) };
  const { reason, explanation, tail } = outcome.value;
  return reason === 'completed'
    ? { report: outcome.value }
    : { report: outcome.value, problem: { reason, explanation, tail: tail.slice(-maximumTailLength) } };
};

const readResults = (entry: TreeEntry | undefined, path: string, baseline: Results) => {
  const unusable = (explanation: string) => ({ problem: { reason: 'unusable_result_file' as const, explanation } });
  if (entry === undefined) {
    const explanation = `the code succeeded but wrote no ${path}, in the folder that --out_dir names`;
    return { problem: { reason: 'no_result_file' as const, explanation } };
  }
  if (!isText(entry))
    return unusable(
      `${path} is too large (${entry.sizeBytes} bytes) or not text: write only the means and standard errors`,
    );
  const read = normaliseResults(entry.text);
  if ('problem' in read) return unusable(read.problem);
  const missing = missingMean(baseline, read.results, read.omitted);
  return missing === undefined ? read : unusable(`${path} cannot be compared with the baseline: ${missing}`);
};

/** The files below the folder that the experiment wrote to, by the paths under which they are recorded. */
const moved = (tree: Tree, from: string, to: string): Tree =>
  Object.fromEntries(
    Object.entries(tree)
      .filter(([path]) => path.startsWith(from))
      .map(([path, entry]) => [to + path.slice(from.length), entry]),
  );

const leftOutOf = (values: LeftOut['first'], { skipped = [], skippedCount = skipped.length }: Report) => {
  const count = values.length + skippedCount;
  return count === 0 ? undefined : { count, first: [...values, ...skipped].slice(0, maximumLeftOut) };
};

/** Classifies the outcome of an experiment from the sandbox's report, the result file, and the baseline's results. */
export const classifyExperiment = (context: Context, outcome: Outcome<Report>): Emission => {
  const { run, attempt } = experimentOf(context);
  const { report, problem } = resultOf(outcome);
  const failed = (data: Problem): Emission => ({
    type: 'experiment.failed',
    data: { run, attempt, resources: report?.resources ?? null, ...data },
  });
  if (report === undefined || problem !== undefined) return failed(problem ?? unperformed('there was no result'));
  const folder = folderOf(context.started, run);
  const outputs = moved(report.outputs, `${folder}/`, `run_${run}/`);
  const path = `run_${run}/final_info.json`;
  const read = readResults(outputs[path], `${folder}/final_info.json`, context.baseline);
  if ('problem' in read) return failed({ ...read.problem, tail: report.tail.slice(-maximumTailLength) });
  const { resources, environment, sandbox, stdout, stderr } = report;
  const data = { run, attempt, results: read.results, outputs, resources, environment, sandbox, stdout, stderr };
  const values = read.omitted.map(({ path: place, reason }) => ({ path: `${path}: ${place}`, reason }));
  const leftOut = leftOutOf(values, report);
  return { type: 'experiment.completed', data: leftOut === undefined ? data : { ...data, leftOut } };
};

const isSame = (a: TreeEntry, b: TreeEntry | undefined): boolean =>
  b !== undefined && (isText(a) ? isText(b) && a.text === b.text : !isText(b) && a.blob === b.blob);

/** Finds the figures that plot.py made: images in its folder that are new or changed. */
const figuresIn = (outputs: Tree, workspace: Tree): Tree =>
  Object.fromEntries(
    Object.entries(outputs)
      .filter(
        ([path, entry]) =>
          /^[^/]+\.png$/.test(path) && !isText(entry) && entry.sizeBytes > 0 && !isSame(entry, workspace[path]),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, maximumFigures),
  );

/** A plot succeeds only if it produced a figure. */
export const classifyPlot = ({ attempt, workspace }: PlotRequest, outcome: Outcome<Report>): Emission => {
  const { report, problem } = resultOf(outcome);
  const failed = (data: Problem<Problem['reason'] | 'no_figures'>): Emission => ({
    type: 'plot.failed',
    data: { attempt, ...data },
  });
  if (report === undefined || problem !== undefined) return failed(problem ?? unperformed('there was no result'));
  const figures = figuresIn(report.outputs, workspace);
  if (Object.keys(figures).length === 0) {
    const explanation = 'plot.py succeeded but wrote no .png file into its folder';
    return failed({ reason: 'no_figures', explanation, tail: report.tail.slice(-maximumTailLength) });
  }
  return { type: 'plot.completed', data: { attempt, figures, resources: report.resources } };
};
