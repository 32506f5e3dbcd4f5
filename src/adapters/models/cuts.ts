/** Minimum length of a prefix that vendors cache, in characters. */
const minimumLength = 4000;
/** A vendor accepts four marks; the system text uses one. */
const maximumCuts = 3;

const blockEnd = /<\/(?:file|data|paper)>\n*/g;

/**
 * Splits a message's text after the tagged blocks that end a long enough prefix, so that later requests with another
 * ending can reuse all pieces but the last. The pieces join to the text. Questions put their large material first.
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
