import * as z from 'zod';
import { measures } from '../lab/report/reviewer/agreement.ts';
import { count, score, time } from './archive-schema.ts';

const mark = z.strictObject({ id: z.string(), time }).nullable();
const step = (meaning: string) => mark.describe(`The event that shows it: ${meaning}; null if there is none.`);

const row = z.strictObject({
  template: z.string(),
  model: z.string().describe('The models that made ideas, code and papers.'),
  runs: z.array(z.string()),
  imported: z.boolean(),
  ideas: count,
  novel: count.nullable().describe('Null if the novelty of none was judged.'),
  passed: count.nullable().describe('Ideas with a completed experiment; null if none were recorded.'),
  papers: count,
  scored: count.describe('Papers with a score.'),
  meanScore: score,
  standardError: z.number().nullable().describe('Of the mean score; null for fewer than two scores.'),
  maximumScore: score,
  dollars: z.number().nullable().describe('Null if no price is known.'),
  unpriced: count.describe('Calls without a known price: if there are any, the dollars are a lower bound.'),
  dollarsPerPaper: z.number().nullable(),
  evidence: z.array(
    z.strictObject({
      run: z.string(),
      scope: z.string(),
      name: z.string(),
      score,
      evidence: z.strictObject({
        proposed: step('it was drafted or imported'),
        novel: step('it was judged novel'),
        passed: step('its first completed experiment'),
        paper: step('the first version of its paper'),
        reviewed: step('the last verdict'),
      }),
    }),
  ),
});

const points = z.array(z.strictObject({ time, count }));

export const report = z.strictObject({
  rows: z.array(row),
  course: z
    .strictObject({ proposed: points, novel: points, paper: points })
    .describe('How many ideas had come so far, from each time on.'),
});

const perMeasure = <Value extends z.ZodType>(value: Value) => z.record(z.enum(measures), value);

export const reviewerReport = z.strictObject({
  rows: z.array(
    z.strictObject({
      reviewer: z.string(),
      model: z.string(),
      examples: count,
      reflections: count,
      ensemble: count,
      papers: count,
      rule: z.union([z.literal('decision'), z.number()]).describe('The lowest overall score of accepted papers.'),
      agreement: perMeasure(z.number().nullable()),
      intervals: perMeasure(z.tuple([z.number(), z.number()]).nullable()).describe('The central 95 % of resamples.'),
      runs: z.record(z.string(), z.string()).describe('Paper -> run; empty for judgements of the table.'),
    }),
  ),
  papers: count.describe('Papers with a human decision.'),
  leftOut: count.describe('Rows of the table without a judgement.'),
});
