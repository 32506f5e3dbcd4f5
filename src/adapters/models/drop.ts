import type { Message, ModelRequest } from '../../ports/model.ts';

/** Minimum length of a block after cutting, in characters. */
const minimumBlock = 2000;

type Dropped = { readonly request: ModelRequest; readonly what: string };

const withoutImage = (request: ModelRequest): Dropped | undefined => {
  for (const [index, { role, content }] of request.messages.entries()) {
    if (typeof content === 'string') continue;
    const at = content.findIndex((part) => part.type === 'image');
    if (at < 0) continue;
    const rest: Message = { role, content: content.filter((_, position) => position !== at) };
    return {
      request: { ...request, messages: request.messages.with(index, rest) },
      what: `an image of message ${index + 1}`,
    };
  }
  return undefined;
};

/** Returns the request unchanged when it has no images. */
export const withoutImages = (request: ModelRequest): ModelRequest => {
  const dropped = withoutImage(request);
  return dropped === undefined ? request : withoutImages(dropped.request);
};

const block = /<(file|data|paper)\b[^>]{0,200}>\n?((?:(?!<(?:file|data|paper)\b)[\s\S])*?)\n?<\/\1>/g;

type Place = { readonly start: number; readonly length: number; readonly name: string };

const longestBlock = (text: string): Place | undefined =>
  [...text.matchAll(block)]
    .map((match) => ({
      start: match.index + match[0].indexOf('>') + 1,
      length: match[2]?.length ?? 0,
      name: match[0].slice(0, match[0].indexOf('>') + 1),
    }))
    .sort((one, other) => other.length - one.length)[0];

const halved = (text: string, { start, length, name }: Place): { readonly text: string; readonly what: string } => {
  const quarter = Math.floor(length / 4);
  const count = length - 2 * quarter;
  const mark = `\n[${count} characters are left out here, so that the request fits.]\n`;
  return {
    text: text.slice(0, start + quarter) + mark + text.slice(start + length - quarter),
    what: `${count} characters from the middle of ${name}`,
  };
};

const mapText = (content: Message['content'], change: (text: string) => string): Message['content'] =>
  typeof content === 'string'
    ? change(content)
    : content.map((part) => (part.type === 'text' ? { ...part, text: change(part.text) } : part));

const textsOf = ({ content }: Message): readonly string[] =>
  typeof content === 'string' ? [content] : content.flatMap((part) => (part.type === 'text' ? [part.text] : []));

const withShorterBlock = (request: ModelRequest): Dropped | undefined => {
  const longest = request.messages
    .flatMap(textsOf)
    .map((text) => ({ text, place: longestBlock(text) }))
    .sort((one, other) => (other.place?.length ?? 0) - (one.place?.length ?? 0))[0];
  if (longest?.place === undefined || longest.place.length < minimumBlock) return undefined;
  const { text, what } = halved(longest.text, longest.place);
  const messages = request.messages.map((message) => ({
    ...message,
    content: mapText(message.content, (before) => (before === longest.text ? text : before)),
  }));
  return { request: { ...request, messages }, what };
};

/**
 * Reduces a request by one step to fit the model's context: removes the oldest image; without images, cuts the middle
 * half of the longest `<file>`, `<data>` or `<paper>`. Undefined when nothing is left to drop.
 */
export const dropOne = (request: ModelRequest): Dropped | undefined =>
  withoutImage(request) ?? withShorterBlock(request);
