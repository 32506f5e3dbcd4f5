import * as z from 'zod';
import { failure, type Outcome, success } from '../events/outcome.ts';
import type { TaskDefinition } from '../events/vocabulary/definition.ts';
import { failureSchema } from '../events/vocabulary/shell.ts';

const outcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: failureSchema }),
]);

const maximumMessageLength = 2000;

const worded = (error: z.ZodError): string => z.prettifyError(error).slice(0, maximumMessageLength);

/** Returns the failure of a task whose input its schema rejects; undefined for a valid input. */
export const inputProblem = ({ kind, input }: TaskDefinition, given: unknown): Outcome<never> | undefined => {
  const read = input.safeParse(given);
  return read.success
    ? undefined
    : failure('task.invalid_input', `the input does not match the schema of ${kind} tasks: ${worded(read.error)}`);
};

/** Returns a performer's outcome as it is recorded; an invalid outcome or value becomes a failure. */
export const readOutcome = ({ kind, value }: TaskDefinition, given: unknown): Outcome<unknown> => {
  const outcome = outcomeSchema.safeParse(given);
  if (!outcome.success) {
    return failure(
      'task.no_outcome',
      `the performer of ${kind} tasks returned an invalid outcome: ${worded(outcome.error)}`,
    );
  }
  if (!outcome.data.ok) {
    const { code, message, details } = outcome.data.error;
    return { ok: false, error: { code, message, ...(details && { details }) } };
  }
  const read = value.safeParse(outcome.data.value);
  return read.success
    ? success(outcome.data.value)
    : failure('task.invalid_value', `the value does not match the schema of ${kind} tasks: ${worded(read.error)}`);
};
