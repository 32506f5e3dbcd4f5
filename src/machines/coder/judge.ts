import * as z from 'zod';
import { applyAnswer, skippedIn } from '../kit/edits/edits.ts';
import { type Emitted, type Judged, parseJsonAnswer } from '../kit/kit.ts';
import { type Context, completedExperiments, maximumExperiments, plannedFor } from './context.ts';
import type { coder } from './manifest.ts';
import { mayAdd, missingModule, moduleProblem } from './modules.ts';

type Emission = Emitted<typeof coder>;
type Judgement = Judged<typeof coder>;

const planSchema = z.object({
  runs: z.array(z.object({ description: z.string().trim().min(1).max(2000) })).min(1),
});

/** Experiments beyond the limit are dropped: the plan starts with the idea itself. */
export const judgePlan = (answer: string, context: Context): Judgement => {
  const parsed = parseJsonAnswer(answer, planSchema);
  if ('complaint' in parsed) return parsed;
  return { type: 'plan.made', data: { runs: parsed.value.runs.slice(0, maximumExperiments(context)) } };
};

const endLine = /^\W{0,40}ALL[ _](?:RUNS[ _])?COMPLETED\W{0,40}$/m;
const editMark = /^[ \t]*(?:<{5,}|-{5,} SEARCH|@@|\*\*\* Update)/m;
const descriptionLine = /^[ \t*>#]*RUN[ \t]*\**:[ \t*]*(\S.{4,500})$/m;

/** Success needs evidence: the end is accepted only after an experiment of this idea has completed. */
const judgeEnd = (context: Context): Judgement => {
  const completed = completedExperiments(context);
  return completed.length > 0
    ? { type: 'runs.ended', data: { completed, reason: 'the Coder sees no further worthwhile experiment' } }
    : {
        complaint:
          'No experiment of this idea has completed yet, so the runs cannot end: change experiment.py so that one completes.',
      };
};

export const judgeEdit = (answer: string, context: Context): Judgement => {
  const applied = applyAnswer({ 'experiment.py': context.code, ...context.modules }, answer, {
    kept: context.keptEdits,
    mayAdd: mayAdd(context),
  });
  if ('complaint' in applied) return endLine.test(answer) && !editMark.test(answer) ? judgeEnd(context) : applied;
  const { 'experiment.py': text = '', ...modules } = applied.files;
  const missing = missingModule(applied.skipped, applied.files);
  if (missing !== undefined)
    return { complaint: `The code imports ${missing}, which cannot be made: put what it holds into experiment.py.` };
  const problem = moduleProblem(context, applied.files);
  if (problem !== undefined) return { complaint: problem };
  const { experiment: run, experimentAttempt: attempt } = context;
  const prose = answer.split(/^[ \t]*(?:`{3}|<{5})/m)[0] ?? '';
  const description = descriptionLine.exec(prose)?.[1]?.trim() ?? (context.description || plannedFor(context));
  const more = { ...(Object.keys(modules).length > 0 && { modules }), ...skippedIn(applied) };
  return { type: 'code.edited', data: { run, attempt, description, file: 'experiment.py', text, ...more } };
};

const maximumNoteLength = 6000;

export const judgeNote = (answer: string, context: Context): Judgement => {
  const text = answer.trim().slice(0, maximumNoteLength);
  return text === ''
    ? { complaint: 'The note is empty.' }
    : { type: 'note.written', data: { run: context.experiment, text } };
};

/** If the model writes no note, the program records the facts and says so. */
export const plainNote = (context: Context): Emission => {
  const last = context.completed.at(-1);
  const text = [
    'The program wrote this entry, because the model wrote none.',
    `The experiment completed. Change: ${last?.description ?? ''}`,
    `Measured: ${JSON.stringify(last?.results)}`,
  ].join('\n');
  return { type: 'note.written', data: { run: context.experiment, text: text.slice(0, maximumNoteLength) } };
};

export const judgePlot = (answer: string, context: Context): Judgement => {
  const applied = applyAnswer({ 'plot.py': context.plot }, answer, { kept: context.keptEdits });
  if ('complaint' in applied) return applied;
  const text = applied.files['plot.py'] ?? '';
  return { type: 'plot.edited', data: { attempt: context.plotAttempt, file: 'plot.py', text, ...skippedIn(applied) } };
};

const describedBy = (context: Context, descriptions: Readonly<Record<string, unknown>>): Emission => {
  const figures = Object.entries(context.figures).flatMap(([file, entry]) => {
    if (!('blob' in entry)) return [];
    const said = Object.hasOwn(descriptions, file) ? descriptions[file] : undefined;
    const description =
      typeof said === 'string' && said.trim() !== ''
        ? said.trim()
        : `The figure ${file}, drawn by plot.py; it was not described.`;
    return [{ file, blob: entry.blob, sizeBytes: entry.sizeBytes, description }];
  });
  return { type: 'figures.described', data: { figures } };
};

const descriptionsSchema = (files: readonly string[]) =>
  z.looseObject(Object.fromEntries(files.map((file) => [file, z.union([z.string().max(4000), z.unknown()])])));

/** Figures missing from the answer are recorded as undescribed; an answer that names none of them is rejected. */
export const judgeDescriptions = (answer: string, context: Context): Judgement => {
  const files = Object.keys(context.figures);
  const parsed = parseJsonAnswer(answer, descriptionsSchema(files));
  if ('complaint' in parsed) return parsed;
  if (!files.some((file) => typeof parsed.value[file] === 'string'))
    return { complaint: `None of the figures is described: use the keys ${files.join(', ')}.` };
  return describedBy(context, parsed.value);
};

export const undescribed = (context: Context): Emission => describedBy(context, {});
