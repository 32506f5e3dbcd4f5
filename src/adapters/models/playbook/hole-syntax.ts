import { CodedError } from '../../../events/outcome.ts';

/** Text, or a hole: a head of words and the texts to choose from, which may contain holes. */
export type Piece = string | { readonly head: string; readonly texts: readonly (readonly Piece[])[] };

const opens = /^\{\{\s*[a-z@]/;

/**
 * Parses `plain {{verb word | text | text}} plain`. Counts LaTeX braces within a text, so that `{\rm a}}` at its end
 * does not close the hole. Throws CodedError('playbook.hole').
 */
export const parseHoles = (source: string): readonly Piece[] => {
  let position = 0;

  const readHole = (): Piece => {
    const start = position;
    position += 2;
    const parts: (readonly Piece[])[] = [];
    do parts.push(readPieces(true));
    while (source[position++] === '|');
    position += 1;
    if (position > source.length)
      throw new CodedError('playbook.hole', `the hole ${source.slice(start, start + 60)} is never closed`);
    const [head = [], ...texts] = parts;
    if (head.length > 1 || typeof head[0] !== 'string')
      throw new CodedError('playbook.hole', `a hole may not begin with a hole: ${source.slice(start, start + 60)}`);
    return { head: head[0].trim(), texts: texts.map(trimmed) };
  };

  const readPieces = (inside: boolean): readonly Piece[] => {
    const pieces: Piece[] = [];
    let text = '';
    let depth = 0;
    const flush = () => {
      if (text !== '') pieces.push(text);
      text = '';
    };
    while (position < source.length) {
      const character = source[position] ?? '';
      if (opens.test(source.slice(position, position + 40))) {
        flush();
        pieces.push(readHole());
        continue;
      }
      if (inside && depth === 0 && (character === '|' || source.startsWith('}}', position))) break;
      if (character === '\\') {
        text += source.slice(position, position + 2);
        position += 2;
        continue;
      }
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      text += character;
      position += 1;
    }
    flush();
    return pieces;
  };

  return readPieces(false);
};

/** Trims the space around the bars. */
const trimmed = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece, index) => {
    if (typeof piece !== 'string') return piece;
    const begun = index === 0 ? piece.trimStart() : piece;
    return index === pieces.length - 1 ? begun.trimEnd() : begun;
  });
