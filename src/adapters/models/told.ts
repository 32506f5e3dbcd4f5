import { separateThoughts } from './thoughts.ts';

/** The content of one piece of an answer, normalised from all forms in use. */
export type Piece = {
  readonly text: string;
  readonly thoughts: string;
  readonly toolArguments: string;
  readonly refusal: string;
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (value !== null && typeof value === 'object' ? (value as Fields) : {});
const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const thoughtTypes = new Set(['thinking', 'reasoning', 'thought', 'reasoning_text']);

/** Reads content: a text, or a list of parts, some of which hold reasoning. */
const contentOf = (content: unknown): { readonly text: string; readonly thoughts: string } => {
  if (!Array.isArray(content)) return { text: stringOf(content), thoughts: '' };
  let text = '';
  let thoughts = '';
  for (const one of content) {
    const part = fieldsOf(one);
    if (typeof one === 'string') text += one;
    else if (thoughtTypes.has(stringOf(part.type)) || part.thought === true)
      thoughts += contentOf(part.thinking ?? part.reasoning ?? part.text ?? part.content).text;
    else text += stringOf(part.text);
  }
  return { text, thoughts };
};

const argumentsOf = (calls: unknown): string =>
  (Array.isArray(calls) ? calls : [])
    .map((call) => fieldsOf(fieldsOf(call).function).arguments)
    .map((given) => (typeof given === 'string' ? given : given === undefined ? '' : JSON.stringify(given)))
    .join('');

/** Reads a choice of Chat Completions: a stream's `delta`, a whole `message`, or the `text` of older servers. */
export const pieceOf = (choice: unknown): Piece => {
  const fields = fieldsOf(choice);
  const said = fieldsOf(fields.delta ?? fields.message);
  const { text, thoughts } = contentOf(said.content ?? fields.text);
  return {
    text,
    thoughts: thoughts + (stringOf(said.reasoning_content) || stringOf(said.reasoning)),
    toolArguments: argumentsOf(said.tool_calls),
    refusal: stringOf(said.refusal),
  };
};

const toolCall = /^<tool_call>\s*(\{[\s\S]*\})\s*(?:<\/tool_call>)?$/;

/** Unwraps `<tool_call>{"name": …, "arguments": {…}}</tool_call>`, in whose arguments some models return a JSON answer. */
const withoutToolCall = (text: string): string => {
  const inner = toolCall.exec(text.trim())?.[1];
  if (inner === undefined) return text;
  try {
    const given = fieldsOf(JSON.parse(inner)).arguments;
    return given === undefined ? text : typeof given === 'string' ? given : JSON.stringify(given);
  } catch {
    return text;
  }
};

/** Returns the answer and the reasoning in a model's whole text. */
export const answerIn = (raw: string): { readonly text: string; readonly thoughts: string } => {
  const { text, thoughts } = separateThoughts(raw);
  return { text: withoutToolCall(text), thoughts };
};
