import * as z from 'zod';
import type { Vocabulary } from './definition.ts';

/** Events that every role publishes that asks questions to a model. */
export const askingEvents = {
  'answer.rejected': {
    description: 'An answer of a model could not be used; the complaint goes into the next question.',
    version: 1,
    schema: z.object({
      key: z.string(),
      purpose: z.string(),
      attempt: z.number().int(),
      complaint: z.string(),
      /** Changes to files that are taken over from this answer and earlier ones, so that only the others are asked for again. */
      kept: z.array(z.object({ file: z.string(), search: z.string(), replace: z.string() })).optional(),
    }),
  },
  'question.failed': {
    description:
      'A question was given up: the model could not be reached, or failed in a way that asking again does not mend.',
    version: 1,
    schema: z.object({ key: z.string(), purpose: z.string(), code: z.string(), message: z.string() }),
  },
} as const satisfies Vocabulary;
