import * as z from 'zod';
import { withEdits } from '../kit/edits/edits.ts';
import { answerSchema, data, duration, file, lines, type Prompt, shownResults, thought } from '../kit/kit.ts';
import { type Context, completedExperiments, maximumExperiments, plannedFor, resultsByExperiment } from './context.ts';
import { editable } from './modules.ts';
import { editRules, subject, system } from './rules.ts';

/** Enough for a whole file and its explanation. */
const fileTokens = 16_384;

const planForm = answerSchema({ thought, runs: z.array(z.object({ description: z.string() })) });

const maximumNotes = 24_000;

/** States durations so that the model can plan the next experiment to fit. */
const experimentsSoFar = (context: Context): string =>
  lines(
    `The completed runs; run 0 is the baseline:\n${data(
      'runs',
      context.completed.map(({ run, description, resources, leftOut }) => ({
        run,
        description,
        took: duration(resources.wallTimeMs),
        ...(leftOut && { notKept: leftOut }),
      })),
    )}`,
    `Their results, means and standard errors:\n${data('results', resultsByExperiment(context))}`,
  );

export const planPrompt = (context: Context): Prompt => ({
  system: system(),
  answerSchema: planForm,
  text: lines(
    subject(context),
    file('experiment.py', context.code),
    `The baseline, run 0, was executed with this code and took ${duration(context.completed[0]?.resources.wallTimeMs ?? 0)}. Its results, means and standard errors:\n${data('baseline', shownResults(context.completed[0]?.results ?? {}))}`,
    `At most this many runs can follow:\n${data('maxRuns', maximumExperiments(context))}`,
    [
      'Plan the runs that together test the idea against the baseline.',
      '- The first run is the idea itself, in its simplest form. Later runs show why it works or fails: an ablation, another value of the most important setting, a control that a sceptical reader would ask for (such as the same cost spent differently).',
      '- Each run is one version of experiment.py. Do not plan the baseline again.',
      '- A few informative runs are better than many. Prefer runs whose outcome you cannot predict. Later runs can still be changed in the light of earlier results.',
      '- Look at the standard errors of the baseline: an effect smaller than about twice those errors will not be detectable. If it needs more seeds, weigh them against the duration of a run.',
    ].join('\n'),
    'Answer with JSON in a ```json fence, where each description says in one or two sentences what the run changes and what it would show:\n```json\n{"thought": "what would convince or refute, and what fits", "runs": [{"description": "..."}]}\n```',
  ),
});

const assignment = (context: Context): string => {
  const wanted = context.description || plannedFor(context);
  if (context.lastFailure === null) {
    return lines(
      `Change experiment.py as shown above for run ${context.experiment}, which was planned as:\n${data('planned', wanted)}`,
      'If, given the results so far, another experiment would be more informative than the planned one, do that instead. In that case begin your answer with a line `RUN: ` that says in one sentence what this run changes; the record will describe the run by it.',
    );
  }
  return lines(
    `The plan for run ${context.experiment} was:\n${data('planned', wanted)}`,
    `Its last attempt failed with experiment.py as shown above. The reason, and the end of the output:\n${data('failure', context.lastFailure)}`,
    'Find the cause and fix it, so that the run follows the plan. If that is not possible, do something simpler that still tests the idea, and begin your answer with a line `RUN: ` that says in one sentence what this run now changes.',
  );
};

export const editPrompt = (context: Context): Prompt => ({
  system: system(),
  maxTokens: fileTokens,
  text: lines(
    subject(context),
    `The plan:\n${data('plan', context.plan)}`,
    experimentsSoFar(context),
    context.notes.length > 1 && `Your notes on them:\n${data('notes', notesOf(context))}`,
    `The run to prepare:\n${data('run', context.experiment)}`,
    ...Object.entries(editable(context)).map(([name, text]) => file(name, text)),
    assignment(context),
    editRules('experiment.py', context.started.template.newModules),
    completedExperiments(context).length > 0 &&
      'If no worthwhile run is left, answer instead with this single line and nothing else:\nALL RUNS COMPLETED',
  ),
});

/** Without the baseline's note, which only repeats its results. */
const notesOf = ({ notes }: Context): string => notes.slice(1).join('\n\n').slice(-maximumNotes);

export const notePrompt = (context: Context): Prompt => ({
  system: system(),
  maxTokens: 2048,
  text: lines(
    subject(context),
    `The run that has just completed, and what it changed:\n${data('run', context.experiment)}\n${data('description', context.completed.at(-1)?.description)}`,
    experimentsSoFar(context),
    [
      'Write the entry of the laboratory notes for this run, as plain text of 80 to 250 words. A paper will be written from these notes by someone who does not see the code.',
      '- Say what was changed and how, what was measured, and how it compares with the baseline and with the other runs, with numbers.',
      '- Use only numbers from the results above, or differences and ratios of them.',
      '- Where a difference is smaller than about two standard errors, say that it is not distinguishable from noise. Where there is no standard error, say so.',
      '- Call a worse result worse. Say what the run does not show.',
    ].join('\n'),
  ),
});

export const plotPrompt = (context: Context): Prompt => ({
  system: system(),
  maxTokens: fileTokens,
  text: lines(
    subject(context),
    experimentsSoFar(context),
    `The files in the folder of run 0; the other folders have the same files unless their code writes different ones:\n${data('files', Object.keys(context.completed[0]?.outputs ?? {}))}`,
    file('plot.py', withEdits({ 'plot.py': context.plot }, { kept: context.keptEdits })['plot.py'] ?? ''),
    context.lastFailure !== null &&
      `plot.py as shown above failed. The reason, and the end of the output:\n${data('failure', context.lastFailure)}\nFind the cause and fix it.`,
    [
      'Change plot.py so that it draws the figures for a paper on these runs.',
      '- It is run as `python plot.py`, without arguments, in a folder that contains a folder `run_<i>` for each run above and for no other, each with its final_info.json and everything else that the experiment wrote there. It must write its figures as .png files into its own folder; at most 12, and fewer are better.',
      '- Show all of the runs, each under a short name that says what was done; readers do not know the numbers of the runs. Show no run that is not listed.',
      '- Give each figure a file name that says what it shows, such as `validation_loss_curves.png`.',
      '- Draw only data from the files: type in no numbers by hand. Error bars or bands show the standard errors where there are any, and the axis or legend says so.',
      '- If a file of a run lacks some data, skip them, so that one missing curve does not prevent all figures.',
      '- Each figure must be legible at the width of a column: labelled axes with units, a legend, no overlapping text, colours that can be distinguished in print. Each makes one point.',
      '- There is no network, and no package except the Python standard library and those that plot.py already imports.',
    ].join('\n'),
    editRules('plot.py'),
  ),
});

/** Vendors reject larger images. */
const maximumImageBytes = 3_500_000;

export const describePrompt = (context: Context): Prompt => ({
  system: system(),
  answerSchema: answerSchema(
    Object.fromEntries(Object.keys(context.figures).map((name) => [name, z.string().describe('its description')])),
  ),
  images: Object.values(context.figures).flatMap((entry) =>
    'blob' in entry && entry.sizeBytes <= maximumImageBytes
      ? [{ blob: entry.blob, mediaType: 'image/png' as const }]
      : [],
  ),
  text: lines(
    subject(context),
    experimentsSoFar(context),
    file('plot.py', context.plot),
    `The figures that it drew, in the order of the attached images:\n${data('figures', Object.keys(context.figures))}`,
    [
      'Describe each figure in 50 to 150 words for the authors of the paper, who do not see it: its axes, curves and bars, what can be seen, and what follows from it.',
      '- Say only what the figure, plot.py and the results support, even if it speaks against the idea.',
      '- Name the curves by what was changed, never by the number of a run.',
      '- If a figure is empty, illegible or misleading, say so.',
    ].join('\n'),
    `Answer with JSON in a \`\`\`json fence, with the file name of each figure as a key:\n\`\`\`json\n${JSON.stringify(
      Object.fromEntries(Object.keys(context.figures).map((name) => [name, 'its description'])),
      null,
      2,
    )}\n\`\`\``,
  ),
});
