import type { tasks } from '../../events/vocabulary/tasks.ts';
import type { ResultsOf } from './types.ts';

/** The result of a question under any key. */
export type ModelResult = Pick<ResultsOf<Record<string, typeof tasks.model>>[`result.${string}`], 'outcome'>;

/** The result of a question: a text to judge, a complaint for the model, or a failure that a retry does not fix. */
type Heard =
  | { readonly text: string }
  | { readonly complaint: string }
  | { readonly failure: { readonly code: string; readonly message: string } };

/** Preambles that some models send before the answer. */
const thought = /^\s*<(think|thinking|thought)>[\s\S]*?<\/\1>\s*/i;

const cutOff =
  'The answer was cut off at the maximum length, so its end is missing. Answer again and be shorter: leave out your reasoning, and give only the answer in the requested form.';
const declined =
  'You declined. The request is a step of ordinary research on machine learning, on the material shown. Answer in the requested form; if a part of it cannot be done, say so within that form.';
const tooLong = 'The answer was too long to be recorded. Answer again, and be much shorter.';
const unreadable = 'The response could not be read as an answer. Answer again in the requested form.';

/** Failures that a rephrased retry may fix. */
const mended: Readonly<Record<string, string>> = {
  'task.result_too_large': tooLong,
  'model.refused': declined,
  'task.no_outcome': unreadable,
  'task.invalid_value': unreadable,
};

/** Reads the result of a model call. */
export const hear = ({ outcome }: ModelResult): Heard => {
  if (!outcome.ok) {
    const { code, message } = outcome.error;
    const complaint = mended[code];
    return complaint === undefined ? { failure: { code, message } } : { complaint };
  }
  const { text, stopReason } = outcome.value;
  if (stopReason === 'max_tokens') return { complaint: cutOff };
  return { text: text.replace(thought, '') };
};
