import { separateThoughts } from './thoughts.ts';

/** What one piece of an answer says, whichever of the forms in use it has. */
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

/** Content as a text or as a list of parts, of which some hold reasoning. */
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

/** A choice of Chat Completions: a `delta` of a stream, a whole `message`, or the `text` of older servers. */
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

/** `<tool_call>{"name": …, "arguments": {…}}</tool_call>`: some models wrap an answer in JSON so; the arguments are it. */
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

/** The answer in a model's whole text, and what it thought. */
export const answerIn = (raw: string): { readonly text: string; readonly thoughts: string } => {
  const { text, thoughts } = separateThoughts(raw);
  return { text: withoutToolCall(text), thoughts };
};
