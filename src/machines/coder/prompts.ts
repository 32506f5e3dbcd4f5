import { data, file, lines, type Prompt } from '../kit/index.ts';
import { type Context, descriptionOf, ideaOf, resultsByRun } from './context.ts';

const system = ({ started }: Context): string =>
  lines(
    started.template.system,
    'You are the Coder of an automated research team. You turn one idea into experiments by editing the code you are shown. The code runs unattended in a sandbox; only what it measures counts.',
  );

const minutes = (limitMs: number): string =>
  limitMs >= 120_000 ? `${Math.round(limitMs / 60_000)} minutes` : `${Math.round(limitMs / 1000)} seconds`;

const rules = ({ started }: Context): string =>
  lines(
    'Rules for the code:',
    [
      '- It is run as `python experiment.py --out_dir=run_<n>`; keep that command and its meaning.',
      '- It must write `final_info.json` into the out_dir in the form that the baseline does: for each dataset `means` and `stderrs` (standard deviation over seeds divided by the square root of their number). Keep the metrics of the baseline, so that runs can be compared; you may add metrics.',
      '- NaN or infinite values make a result unusable.',
      `- A run that takes longer than ${minutes(started.template.experimentLimits.wallTimeMs)} is stopped. The limit is kept outside of the code and cannot be moved. Memory, disk and the number of processes are limited too.`,
      '- There is no network, and no package beyond those that the code already imports and the Python standard library.',
      '- Do not start other programs. Do not save checkpoints.',
    ].join('\n'),
  );

const editForm = (name: string): string =>
  lines(
    `Answer with a short explanation and then one or more blocks of this form, each with the file name above its fence:`,
    [
      name,
      '```python',
      '<<<<<<< SEARCH',
      'lines exactly as they stand in the file',
      '=======',
      'the lines that replace them',
      '>>>>>>> REPLACE',
      '```',
    ].join('\n'),
    'The old lines must match the file character for character and occur in it once; include neighbouring lines where needed. Change no more than the experiment calls for.',
  );

const task = (context: Context): string =>
  lines(`The task:\n${context.started.template.taskDescription}`, `The idea:\n${data('idea', ideaOf(context))}`);

export const planPrompt = (context: Context): Prompt => ({
  system: system(context),
  text: lines(
    task(context),
    file('experiment.py', context.code),
    `The baseline, run 0, has been run; means and standard errors:\n${data('baseline', context.baseline?.results)}`,
    data('maxRuns', context.started.settings.limits.runs),
    `Plan at most ${context.started.settings.limits.runs} experiments that together test the idea against this baseline: the idea itself first, then what tells why it works or fails (ablations, settings, a control). Each experiment is one change of the code and one run. Fewer good ones are better than many.`,
    'Answer with a JSON object in a ```json fence: {"runs": [{"description": "what is changed for this run, and what it would show"}]}',
  ),
});

export const editPrompt = (context: Context): Prompt => ({
  system: system(context),
  maxTokens: 8192,
  text: lines(
    task(context),
    `The plan:\n${data('plan', context.plan)}`,
    `Results so far, means and standard errors (run_0 is the baseline):\n${data('results', resultsByRun(context))}`,
    data('run', context.run),
    rules(context),
    file('experiment.py', context.code),
    context.lastFailure === null
      ? `Change experiment.py for the next experiment of the plan: ${descriptionOf(context)}`
      : lines(
          `The last attempt at this experiment failed. What happened, with the end of what it printed:`,
          data('failure', context.lastFailure),
          `Repair experiment.py so that the experiment does what was planned: ${descriptionOf(context)}`,
        ),
    editForm('experiment.py'),
    'If the results so far already answer the question and no further experiment is worth its time, answer instead with the single line ALL RUNS COMPLETED.',
  ),
});

export const notePrompt = (context: Context): Prompt => ({
  system: system(context),
  maxTokens: 2048,
  text: lines(
    task(context),
    data('run', context.run),
    data('description', descriptionOf(context)),
    `Results of all runs, means and standard errors (run_0 is the baseline):\n${data('results', resultsByRun(context))}`,
    'Write the entry of the laboratory notes for this run, in plain text of 60 to 200 words: what was changed, what was measured, and how it compares with the baseline and the earlier runs. Use only numbers from the results above. Differences smaller than about two standard errors are not differences; say so. A worse result is a result: call it worse.',
  ),
});

export const plotPrompt = (context: Context): Prompt => ({
  system: system(context),
  maxTokens: 8192,
  text: lines(
    task(context),
    data(
      'runs',
      context.completed.map(({ run, description }) => ({ run, description })),
    ),
    `Results, means and standard errors:\n${data('results', resultsByRun(context))}`,
    file('plot.py', context.plot),
    context.lastFailure !== null &&
      `The last attempt at plotting failed:\n${data('failure', context.lastFailure)}\nRepair plot.py.`,
    'Change plot.py so that it shows these runs, and no others, each with a short meaningful label instead of its number. It is run as `python plot.py` in a folder with run_0, run_1, … and writes .png files beside itself. Figures must be legible in a column of a paper: axis labels with units, legends, error bars or bands where standard errors exist.',
    editForm('plot.py'),
  ),
});

export const describePrompt = (context: Context): Prompt => ({
  system: system(context),
  images: Object.values(context.figures).flatMap((entry) =>
    'blob' in entry ? [{ blob: entry.blob, mediaType: 'image/png' as const }] : [],
  ),
  text: lines(
    task(context),
    `Results, means and standard errors:\n${data('results', resultsByRun(context))}`,
    file('plot.py', context.plot),
    `The figures, in this order:\n${data('figures', Object.keys(context.figures))}`,
    'Describe each figure in 40 to 120 words: what its axes and curves are, what it shows, and what a reader should take from it. Say only what the figure and the results bear out.',
    'Answer with a JSON object in a ```json fence: {"<file name>": "description", …}',
  ),
});
