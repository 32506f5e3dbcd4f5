import * as z from 'zod';
import type { Read } from './definition.ts';

const rating = (maximum: number, meaning: string) => z.number().int().min(1).max(maximum).describe(meaning);
const amount = 'Integer: 1 low, 2 medium, 3 high, 4 very high.';
const grade = 'Integer: 1 poor, 2 fair, 3 good, 4 excellent.';
const list = (meaning: string) => z.array(z.string()).describe(meaning);

/** The NeurIPS review form. Prompts show the fields' descriptions. */
export const reviewSchema = z.object({
  summary: z
    .string()
    .describe(
      'Summarise in your own words what the paper does, claims and finds; its authors should agree. No verdict.',
    ),
  strengths: list('Good points, each with the place or the number that shows it.'),
  weaknesses: list('Errors and omissions, each specific enough to act upon, the most serious first.'),
  questions: list('Questions to the authors whose answers could change your opinion.'),
  limitations: list('Limitations of the work and possible harm, stated in the paper or not; say which ones it omits.'),
  ethical_concerns: z.boolean().describe('true only if the work needs an ethics review.'),
  ethical_concerns_reason: z.string().default('').describe('The concern; an empty string if there is none.'),
  originality: rating(4, `Are the task, the method or the findings new, and is it clear how? ${amount}`),
  quality: rating(4, `Is the work complete and careful, and honest about its own weaknesses? ${amount}`),
  clarity: rating(4, `Could an expert follow it, and reproduce it from the text? ${amount}`),
  significance: rating(4, `Will others build on the results or learn from them? ${amount}`),
  soundness: rating(4, `Do the methods and the reported evidence support the central claims? ${grade}`),
  presentation: rating(4, `The writing, the figures, and how it is placed among earlier work. ${grade}`),
  contribution: rating(4, `Its overall contribution to its field. ${grade}`),
  overall: rating(
    10,
    'Integer: 10 award quality, flawless; 9 very strong accept; 8 strong accept, novel with excellent evidence; ' +
      '7 accept, solid with good evidence; 6 weak accept, solid but of limited impact; 5 borderline accept; ' +
      '4 borderline reject, reasons against outweigh; 3 reject, technical flaws or weak evidence; ' +
      '2 strong reject, major flaws; 1 very strong reject, trivial, wrong or unethical.',
  ),
  confidence: rating(
    5,
    'Integer: 5 certain, checked everything; 4 confident, not certain; 3 fairly confident, may have missed something; ' +
      '2 likely to have missed central parts; 1 an educated guess.',
  ),
  decision: z.enum(['Accept', 'Reject']).describe('"Accept" or "Reject", nothing in between.'),
});
export type Review = Read<typeof reviewSchema>;

export { ratingNames } from './names.ts';

export const reviewEvents = {
  'review.requested': {
    description: 'Requests one independent review (opens the scope `idea-<n>.review-<m>`).',
    version: 1,
    schema: z.object({
      version: z.number().int(),
      number: z.number().int(),
      of: z.number().int(),
      text: z.string(),
      /** Images of the pages, as PNG blobs, if there are any. */
      pages: z.array(z.string()).optional(),
    }),
  },
  'review.drafted': {
    description: 'A draft of a review; round 0 is the first, each later round follows a reflection.',
    version: 1,
    schema: z.object({ round: z.number().int(), done: z.boolean(), review: reviewSchema }),
  },
  'review.submitted': {
    description: 'One independent review is complete or has failed (scope of the idea).',
    version: 1,
    schema: z.object({
      version: z.number().int(),
      number: z.number().int(),
      review: reviewSchema.nullable(),
      problem: z.string().default(''),
    }),
  },
  'meta-review.written': {
    description: 'The area chair has summarised the reviews.',
    version: 1,
    schema: z.object({ version: z.number().int(), review: reviewSchema }),
  },
  'paper.reviewed': {
    description: 'The verdict on a version of a paper; numbers are the rounded means of the reviews.',
    version: 1,
    schema: z.object({
      version: z.number().int(),
      review: reviewSchema,
      /** Unrounded mean of the overall scores. */
      score: z.number(),
      reviews: z.number().int(),
    }),
  },
};
