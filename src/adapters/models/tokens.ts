import type { ModelRequest, ModelUsage } from '../../ports/model.ts';

/** Of a figure at the resolution that vendors read, with room to spare. */
const defaultImageTokens = 6000;
/** What a vendor's frame around messages and a schema's grammar may add. */
const frameTokens = 1000;

const isLetterOrBlank = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 32;

/**
 * Not below what a tokeniser makes of a text: it makes at most one token of a byte, and of a run of letters and blanks
 * at most one of two. For English prose it is about twice the truth.
 */
export const tokensAtMost = (text: string): number => {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) if (isLetterOrBlank(text.charCodeAt(at))) letters += 1;
  return Buffer.byteLength(text) - Math.floor(letters / 2);
};

/** Upper estimate of a request's input tokens. */
export const inputTokensAtMost = (request: ModelRequest, imageTokens = defaultImageTokens): number => {
  const schema = request.answerSchema === undefined ? 0 : tokensAtMost(JSON.stringify(request.answerSchema));
  const parts = request.messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? [tokensAtMost(content)]
      : content.map((part) => (part.type === 'text' ? tokensAtMost(part.text) : imageTokens)),
  );
  return frameTokens + tokensAtMost(request.system) + schema + parts.reduce((sum, count) => sum + count, 0);
};

/** Four characters a token: for what a vendor does not tell. */
export const tokensAbout = (text: string): number => Math.ceil(text.length / 4);

export const usageAbout = (request: ModelRequest, text: string): ModelUsage => ({
  inputTokens: tokensAbout(request.system + JSON.stringify(request.messages)),
  outputTokens: tokensAbout(text),
  cachedInputTokens: 0,
});
