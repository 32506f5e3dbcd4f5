import type { ModelRequest } from '../../ports/model.ts';

const goOn =
  'Your answer was cut off at its length limit. Continue exactly where it stopped: begin with the very next character, do not repeat or explain anything, and do not open a new code fence if one is open.';

/** Requests the rest of a truncated answer, without a schema, because the rest of a JSON text is not valid JSON. */
export const askToGoOn = ({ answerSchema: _, ...request }: ModelRequest, partial: string): ModelRequest => ({
  ...request,
  messages: [...request.messages, { role: 'assistant', content: partial.trimEnd() }, { role: 'user', content: goOn }],
});

const alone =
  'Your reply contained only reasoning and no answer. Give the answer alone now, in the requested form, without reasoning first.';

/** Repeats a request after an answer that contained only reasoning. */
export const askForAnswerAlone = (request: ModelRequest): ModelRequest => ({
  ...request,
  messages: request.messages.map((message, index) => {
    if (index < request.messages.length - 1) return message;
    const { role, content } = message;
    const said = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    return { role, content: [...said, { type: 'text', text: alone }] };
  }),
});

const maximumOverlap = 2000;
const minimumOverlap = 12;

/** Returns how many characters at the start of `rest` repeat the end of `partial`. */
const overlap = (partial: string, rest: string): number => {
  for (let length = Math.min(maximumOverlap, partial.length, rest.length); length >= minimumOverlap; length -= 1) {
    if (partial.endsWith(rest.slice(0, length))) return length;
  }
  return 0;
};

const isFenceOpen = (text: string): boolean => (text.match(/^[ \t]*```/gm)?.length ?? 0) % 2 === 1;

/** Joins an answer and its continuation, without repeated text and a reopened fence. */
export const joinContinuation = (partial: string, rest: string): string => {
  const opened = isFenceOpen(partial) ? rest.replace(/^\s*```[a-z]+[^\S\n]*\n/i, '') : rest;
  return partial + opened.slice(overlap(partial, opened));
};
