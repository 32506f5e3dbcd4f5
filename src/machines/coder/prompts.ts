import * as z from 'zod';
import { withEdits } from '../kit/edits/edits.ts';
import { answerSchema, data, duration, file, lines, type Prompt, shownResults, thought } from '../kit/kit.ts';
import { type Context, completedRuns, maximumRuns, plannedFor, resultsByRun } from './context.ts';
import { editable } from './modules.ts';
import { editRules, subject, system } from './rules.ts';

/** Room for a whole file and what is said of it. */
const fileTokens = 16_384;

const planForm = answerSchema({ thought, runs: z.array(z.object({ description: z.string() })) });

const maximumNotes = 24_000;

/** Times are told so that the next run can be planned to fit. */
const runsSoFar = (context: Context): string =>
  lines(
    `The runs that completed; run 0 is the baseline:\n${data(
      'runs',
      context.completed.map(({ run, description, resources }) => ({
        run,
        description,
        took: duration(resources.wallTimeMs),
      })),
    )}`,
    `Their results, means and standard errors:\n${data('results', resultsByRun(context))}`,
  );

export const planPrompt = (context: Context): Prompt => ({
  system: system(),
  answerSchema: planForm,
  text: lines(
    subject(context),
    file('experiment.py', context.code),
    `The baseline, run 0, has been run with this code and took ${duration(context.completed[0]?.resources.wallTimeMs ?? 0)}. Its results, means and standard errors:\n${data('baseline', shownResults(context.completed[0]?.results ?? {}))}`,
    `At most this many runs can follow:\n${data('maxRuns', maximumRuns(context))}`,
    [
      'Plan the runs that together test the idea against the baseline.',
      '- The first run is the idea itself, in its simplest form. Later runs tell why it works or fails: an ablation, another setting of what matters most, a control that a sceptical reader would ask for (such as the same cost spent otherwise).',
      '- Each run is one version of experiment.py. Do not plan the baseline again.',
      '- A few telling runs are better than many. Prefer runs whose outcome you cannot foretell. Later runs can still be changed in the light of what the earlier ones show.',
      '- Look at the standard errors of the baseline: an effect that is smaller than about twice those will not be seen. If it needs more seeds, weigh them against the time of a run.',
    ].join('\n'),
    'Answer with JSON in a ```json fence, where each description says in one or two sentences what is changed for the run and what it would show:\n```json\n{"thought": "what would convince or refute, and what fits", "runs": [{"description": "..."}]}\n```',
  ),
});

const assignment = (context: Context): string => {
  const wanted = context.description || plannedFor(context);
  if (context.lastFailure === null) {
    return lines(
      `Change experiment.py as it stands above for run ${context.run}, which was planned as:\n${data('planned', wanted)}`,
      'If the results so far make another experiment more telling than the planned one, do that instead. In that case begin your answer with a line `RUN: ` that says in one sentence what this run changes, since the record will describe the run by it.',
    );
  }
  return lines(
    `Run ${context.run} was to do this:\n${data('planned', wanted)}`,
    `Its last attempt failed, with experiment.py as it stands above. The reason, and the end of what was printed:\n${data('failure', context.lastFailure)}`,
    'Find the cause and mend it, so that the run does what it was to do. If it cannot be done that way, do something simpler that still tests the idea, and begin your answer with a line `RUN: ` that says in one sentence what this run now changes.',
  );
};

export const editPrompt = (context: Context): Prompt => ({
  system: system(),
  maxTokens: fileTokens,
  text: lines(
    subject(context),
    `The plan:\n${data('plan', context.plan)}`,
    runsSoFar(context),
    context.notes.length > 1 && `Your notes on them:\n${data('notes', notesOf(context))}`,
    `The run to prepare:\n${data('run', context.run)}`,
    ...Object.entries(editable(context)).map(([name, text]) => file(name, text)),
    assignment(context),
    editRules('experiment.py', context.started.template.newModules),
    completedRuns(context).length > 0 &&
      'If nothing worth its time is left to run, answer instead with this single line and nothing else:\nALL RUNS COMPLETED',
  ),
});

/** Without the baseline's, which only repeats its results. */
const notesOf = ({ notes }: Context): string => notes.slice(1).join('\n\n').slice(-maximumNotes);

export const notePrompt = (context: Context): Prompt => ({
  system: system(),
  maxTokens: 2048,
  text: lines(
    subject(context),
    `The run that has just completed, and what it changed:\n${data('run', context.run)}\n${data('description', context.completed.at(-1)?.description)}`,
    runsSoFar(context),
    [
      'Write the entry of the laboratory notes for this run, as plain text of 80 to 250 words. A paper will be written from these notes by someone who does not see the code.',
      '- Say what was changed and how, what was measured, and how it compares with the baseline and with the other runs, with numbers.',
      '- Use only numbers that stand in the results above, or differences and ratios of them.',
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
    runsSoFar(context),
    `The files in the folder of run 0; those of the others have the same form unless their code writes others:\n${data('files', Object.keys(context.completed[0]?.outputs ?? {}))}`,
    file('plot.py', withEdits({ 'plot.py': context.plot }, { kept: context.keptEdits })['plot.py'] ?? ''),
    context.lastFailure !== null &&
      `plot.py as it stands above failed. The reason, and the end of what was printed:\n${data('failure', context.lastFailure)}\nFind the cause and mend it.`,
    [
      'Change plot.py so that it draws the figures of a paper on these runs.',
      '- It is run as `python plot.py`, with no argument, in a folder that holds a folder `run_<i>` for each run above and for no other, each with its final_info.json and whatever else the experiment wrote there. It must write its figures as .png files beside itself; at most 12, and fewer are better.',
      '- Show all of the runs, each under a short name that says what was done; a reader does not know the numbers of the runs. Show no run that is not listed.',
      '- Give each figure a file name that says what it shows, such as `validation_loss_curves.png`.',
      '- Draw only what the files hold: no number is typed in by hand. Error bars or bands show the standard errors where there are any, and the axis or legend says so.',
      '- If a file of a run lacks something, skip that, so that one missing curve does not cost all figures.',
      '- Each figure must be legible at the width of a column: labelled axes with units, a legend, no overlapping text, colours that can be told apart in print. Each makes one point.',
      '- There is no network, and no package beyond those that plot.py imports already and the standard library of Python.',
    ].join('\n'),
    editRules('plot.py'),
  ),
});

/** Larger ones are refused by the models' servers. */
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
    runsSoFar(context),
    file('plot.py', context.plot),
    `The figures that it drew, in the order in which they are attached:\n${data('figures', Object.keys(context.figures))}`,
    [
      'Describe each figure in 50 to 150 words for the authors of the paper, who do not see it: what its axes, curves and bars are, what can be seen, and what follows from it.',
      '- Say only what the figure, plot.py and the results bear out, also when it speaks against the idea.',
      '- Name the curves by what was done, never by the number of a run.',
      '- If a figure is empty, illegible or misleading, say so.',
    ].join('\n'),
    `Answer with JSON in a \`\`\`json fence, with the file name of each figure as a key:\n\`\`\`json\n${JSON.stringify(
      Object.fromEntries(Object.keys(context.figures).map((name) => [name, 'its description'])),
      null,
      2,
    )}\n\`\`\``,
  ),
});
