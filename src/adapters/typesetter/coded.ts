const told = /^(?:LaTeX|Package aiscientist-letters) Warning: printed as its code: U\+([0-9A-F]{4,6})/gm;
const shownAtMost = 40;

/** Returns one sentence about the characters that the package of letters prints as codes; undefined if there are none. */
export const codedCharacters = (log: string): string | undefined => {
  const codes = [...new Set([...log.matchAll(told)].map(([, code = '']) => code))];
  if (codes.length === 0) return undefined;
  const shown = codes
    .slice(0, shownAtMost)
    .map((code) => `${String.fromCodePoint(Number.parseInt(code, 16))} (U+${code})`);
  const rest = codes.length > shownAtMost ? ` and ${codes.length - shownAtMost} more` : '';
  return `printed as their codes, since they cannot be set: ${shown.join(', ')}${rest}`;
};
