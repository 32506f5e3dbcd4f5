import * as z from 'zod';

/** The model's reasoning: the first field of every JSON answer, so that the rest follows from it. */
export const thought = z.string().describe('what you consider before you answer');

/**
 * JSON Schema of an answer, for vendors that can enforce one. It describes the requested form; the code that reads the
 * answer accepts more.
 */
export const answerSchema = (shape: z.ZodRawShape): Readonly<Record<string, unknown>> => {
  const { $schema: _, ...schema } = z.toJSONSchema(z.object(shape), { io: 'input' });
  return schema;
};
