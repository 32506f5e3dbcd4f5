/** Shorter prefixes than this are not cached by the vendors; in characters. */
const minimumLength = 4000;
/** A vendor takes four marks; one is the system's. */
const maximumCuts = 3;

const blockEnd = /<\/(?:file|data|paper)>\n*/g;

/**
 * Splits a message's text after those of its tagged blocks that end a long enough prefix: the pieces join to the text,
 * and all but the last may be asked for again with another ending. Questions put their big material first.
 */
export const cutForCaching = (text: string): readonly string[] => {
  const pieces: string[] = [];
  let start = 0;
  for (const match of text.matchAll(blockEnd)) {
    const end = match.index + match[0].length;
    if (pieces.length === maximumCuts || end === text.length) break;
    if (end - start < minimumLength) continue;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return [...pieces, text.slice(start)];
};
