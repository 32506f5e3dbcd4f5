import * as z from 'zod';
import type { Vocabulary } from './definition.ts';

/** Events that every role that asks a model publishes. */
export const askingEvents = {
  'answer.rejected': {
    description: 'An answer of a model was unusable; the next question contains the complaint.',
    version: 1,
    schema: z.object({
      key: z.string(),
      purpose: z.string(),
      attempt: z.number().int(),
      complaint: z.string(),
      /** Edits kept from this answer and earlier ones, so that only the others are requested again. */
      kept: z.array(z.object({ file: z.string(), search: z.string(), replace: z.string() })).optional(),
    }),
  },
  'question.failed': {
    description: 'A question failed: the model could not be reached, or failed in a way that a retry does not fix.',
    version: 1,
    schema: z.object({ key: z.string(), purpose: z.string(), code: z.string(), message: z.string() }),
  },
} as const satisfies Vocabulary;
