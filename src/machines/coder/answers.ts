import * as z from 'zod';
import { applyAnswer } from '../kit/edits/index.ts';
import type { Emission, Parsed } from '../kit/index.ts';
import { parseJsonAnswer } from '../kit/index.ts';
import { type Context, completedRuns } from './context.ts';

type Judgement = Emission | { readonly complaint: string };

const planSchema = z.object({ runs: z.array(z.object({ description: z.string().min(1).max(2000) })).min(1) });

export const judgePlan = (answer: string, context: Context): Judgement => {
  const parsed = parseJsonAnswer(answer, planSchema);
  if ('complaint' in parsed) return parsed;
  return { type: 'plan.made', data: { runs: parsed.value.runs.slice(0, context.started.settings.limits.runs) } };
};

const endLine = /^\W*ALL RUNS COMPLETED\W*$/m;

/** Success needs evidence: the end is accepted only after an experiment of this idea has completed. */
export const judgeEdit = (answer: string, context: Context): Judgement => {
  if (endLine.test(answer) && !/^\s*<{5,}/m.test(answer)) {
    const completed = completedRuns(context);
    if (completed.length > 0)
      return { type: 'runs.ended', data: { completed, reason: 'the Coder has no further experiment to run' } };
    return { complaint: 'No experiment of this idea has completed yet: change experiment.py for the first one.' };
  }
  const applied = applyAnswer({ 'experiment.py': context.code }, answer);
  if ('complaint' in applied) return applied;
  const text = applied.files['experiment.py'] ?? '';
  return { type: 'code.edited', data: { run: context.run, attempt: context.runAttempt, file: 'experiment.py', text } };
};

const maximumNoteLength = 6000;

export const judgeNote = (answer: string, context: Context): Judgement => {
  const text = answer.trim().slice(0, maximumNoteLength);
  return text === '' ? { complaint: 'The note is empty.' } : { type: 'note.written', data: { run: context.run, text } };
};

export const judgePlot = (answer: string, context: Context): Judgement => {
  const applied = applyAnswer({ 'plot.py': context.plot }, answer);
  if ('complaint' in applied) return applied;
  return {
    type: 'plot.edited',
    data: { attempt: context.plotAttempt, file: 'plot.py', text: applied.files['plot.py'] ?? '' },
  };
};

const figuresOf = (context: Context, descriptions: Readonly<Record<string, string>>) =>
  Object.entries(context.figures).map(([file, entry]) => ({
    file,
    blob: 'blob' in entry ? entry.blob : '',
    sizeBytes: 'blob' in entry ? entry.sizeBytes : 0,
    description: descriptions[file] ?? `The figure ${file}, as plot.py drew it; it was not described.`,
  }));

export const judgeDescriptions = (answer: string, context: Context): Judgement => {
  const parsed: Parsed<Record<string, string>> = parseJsonAnswer(answer, z.record(z.string(), z.string().max(2000)));
  if ('complaint' in parsed) return parsed;
  const missing = Object.keys(context.figures).filter((file) => parsed.value[file] === undefined);
  if (missing.length === Object.keys(context.figures).length)
    return { complaint: `None of the figures is described: use the keys ${missing.join(', ')}.` };
  return { type: 'figures.described', data: { figures: figuresOf(context, parsed.value) } };
};

/** When the model does not describe the figures, the record says so. */
export const undescribed = (context: Context): Emission => ({
  type: 'figures.described',
  data: { figures: figuresOf(context, {}) },
});

/** When the model writes no note, the facts are noted by the program, which says so. */
export const plainNote = (context: Context): Emission => {
  const last = context.completed.at(-1);
  const text = `Recorded by the program, since no note was written: the experiment completed with ${JSON.stringify(last?.results)}.`;
  return { type: 'note.written', data: { run: context.run, text: text.slice(0, maximumNoteLength) } };
};
