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

/** Why a task cannot be performed with its input; undefined when it can. */
export const inputProblem = ({ kind, input }: TaskDefinition, given: unknown): Outcome<never> | undefined => {
  const read = input.safeParse(given);
  return read.success ? undefined : failure('task.invalid_input', `no input of a ${kind} task: ${worded(read.error)}`);
};

/** What a performer has returned, as it is recorded: what is no outcome, or has no value of its kind, is a failure. */
export const readOutcome = ({ kind, value }: TaskDefinition, given: unknown): Outcome<unknown> => {
  const outcome = outcomeSchema.safeParse(given);
  if (!outcome.success) {
    return failure('task.no_outcome', `what performs ${kind} tasks returned no outcome: ${worded(outcome.error)}`);
  }
  if (!outcome.data.ok) {
    const { code, message, details } = outcome.data.error;
    return { ok: false, error: { code, message, ...(details && { details }) } };
  }
  const read = value.safeParse(outcome.data.value);
  return read.success
    ? success(outcome.data.value)
    : failure('task.invalid_value', `no value of a ${kind} task: ${worded(read.error)}`);
};
