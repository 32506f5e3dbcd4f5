import type { ModelRequest, ModelUsage } from '../../ports/model.ts';

/** Generous estimate for a figure at the resolution that vendors use. */
const defaultImageTokens = 6000;
/** Allowance for a vendor's message framing and a schema's grammar. */
const frameTokens = 1000;

const isLetterOrBlank = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 32;

/**
 * Returns an upper bound on a text's tokens: one per byte, and one per two bytes in a sequence of letters and blanks.
 * For English prose this is about twice the actual number.
 */
export const tokensAtMost = (text: string): number => {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) if (isLetterOrBlank(text.charCodeAt(at))) letters += 1;
  return Buffer.byteLength(text) - Math.floor(letters / 2);
};

/** Returns an upper estimate of a request's input tokens. */
export const inputTokensAtMost = (request: ModelRequest, imageTokens = defaultImageTokens): number => {
  const schema = request.answerSchema === undefined ? 0 : tokensAtMost(JSON.stringify(request.answerSchema));
  const parts = request.messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? [tokensAtMost(content)]
      : content.map((part) => (part.type === 'text' ? tokensAtMost(part.text) : imageTokens)),
  );
  return frameTokens + tokensAtMost(request.system) + schema + parts.reduce((sum, count) => sum + count, 0);
};

/** Estimates unreported usage at four characters per token. */
export const tokensAbout = (text: string): number => Math.ceil(text.length / 4);

export const usageAbout = (request: ModelRequest, text: string): ModelUsage => ({
  inputTokens: tokensAbout(request.system + JSON.stringify(request.messages)),
  outputTokens: tokensAbout(text),
  cachedInputTokens: 0,
});
