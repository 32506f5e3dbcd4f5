import * as z from 'zod';
import type { Vocabulary } from './definition.ts';

/** Events that every role that asks a model publishes. */
export const askingEvents = {
  'answer.rejected': {
    description: 'An answer of a model could not be used; the complaint goes into the next question.',
    version: 1,
    schema: z.object({ key: z.string(), purpose: z.string(), attempt: z.number().int(), complaint: z.string() }),
  },
  'question.failed': {
    description:
      'A question was given up: the model could not be reached, or failed in a way that asking again does not mend.',
    version: 1,
    schema: z.object({ key: z.string(), purpose: z.string(), code: z.string(), message: z.string() }),
  },
} as const satisfies Vocabulary;
