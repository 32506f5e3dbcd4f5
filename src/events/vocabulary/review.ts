import * as z from 'zod';

const rating = (maximum: number) => z.number().int().min(1).max(maximum);

/** The NeurIPS review form. */
export const reviewSchema = z.object({
  summary: z.string(),
  strengths: z.array(z.string()),
  weaknesses: z.array(z.string()),
  questions: z.array(z.string()),
  limitations: z.array(z.string()),
  ethical_concerns: z.boolean(),
  ethical_concerns_reason: z.string().default(''),
  originality: rating(4),
  quality: rating(4),
  clarity: rating(4),
  significance: rating(4),
  soundness: rating(4),
  presentation: rating(4),
  contribution: rating(4),
  overall: rating(10),
  confidence: rating(5),
  decision: z.enum(['Accept', 'Reject']),
});
export type Review = z.infer<typeof reviewSchema>;

export const ratingNames = [
  'originality',
  'quality',
  'clarity',
  'significance',
  'soundness',
  'presentation',
  'contribution',
  'overall',
  'confidence',
] as const;

export const reviewEvents = {
  'review.requested': {
    description: 'One independent review is wanted (opens the scope `idea-<n>.review-<m>`).',
    version: 1,
    schema: z.object({ version: z.number().int(), number: z.number().int(), of: z.number().int(), text: z.string() }),
  },
  'review.drafted': {
    description: 'A review, first or after a reflection.',
    version: 1,
    schema: z.object({ round: z.number().int(), done: z.boolean(), review: reviewSchema }),
  },
  'review.submitted': {
    description: 'One independent review is complete, or could not be had (scope of the idea).',
    version: 1,
    schema: z.object({
      version: z.number().int(),
      number: z.number().int(),
      review: reviewSchema.nullable(),
      problem: z.string().default(''),
    }),
  },
  'meta-review.written': {
    description: 'The area chair has summed up the reviews.',
    version: 1,
    schema: z.object({ version: z.number().int(), review: reviewSchema }),
  },
  'paper.reviewed': {
    description: 'The verdict on a version of a paper; numbers are the rounded means of the reviews.',
    version: 1,
    schema: z.object({
      version: z.number().int(),
      review: reviewSchema,
      /** Mean of the overall scores, not rounded. */
      score: z.number(),
      reviews: z.number().int(),
    }),
  },
};
