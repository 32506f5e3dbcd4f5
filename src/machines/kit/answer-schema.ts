import * as z from 'zod';

/** What a model thinks before it answers: first in every JSON answer, so that the rest follows from it. */
export const thought = z.string().describe('what you weigh before you answer');

/**
 * JSON Schema of an answer, for vendors that can hold a model to one. It says what is asked for; what is really taken is
 * decided where the answer is read, and is more.
 */
export const answerSchema = (shape: z.ZodRawShape): Readonly<Record<string, unknown>> => {
  const { $schema: _, ...schema } = z.toJSONSchema(z.object(shape), { io: 'input' });
  return schema;
};
