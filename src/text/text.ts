const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const combining = /\p{M}|\u200d|\ufe0f/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would take as a command is what must go
const commands = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b[@-_]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

const cells = (character: string): number => (combining.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** Columns that a text takes up in a terminal. */
export const textWidth = (text: string): number => [...text].reduce((sum, character) => sum + cells(character), 0);

/** Cut to a number of columns; an ellipsis stands for what is left out. */
export const fitted = (text: string, columns: number): string => {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    if (used + cells(character) > columns - 1) break;
    kept += character;
    used += cells(character);
  }
  return columns < 1 ? '' : `${kept}…`;
};

export const padded = (text: string, columns: number): string =>
  `${fitted(text, columns)}${' '.repeat(Math.max(0, columns - textWidth(text)))}`;

/** One line, without anything that a terminal would obey: output of experiments and words of models pass through here. */
export const plain = (text: string): string => text.replace(commands, '').replaceAll(/\s+/g, ' ').trim();

/** A line as it is, without anything that a terminal would obey; tabs are two columns. */
export const harmless = (line: string): string =>
  line.replace(commands, '').replaceAll('\t', '  ').replaceAll('\n', ' ');

/** A line in pieces of at most so many columns, broken at spaces where there are some. */
export const folded = (line: string, columns: number): readonly string[] => {
  const pieces: string[] = [];
  let piece = '';
  for (const character of line) {
    if (textWidth(piece) + cells(character) > columns && piece !== '') {
      const space = piece.lastIndexOf(' ') + 1;
      const cut = space > piece.length / 2 ? space : piece.length;
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut);
    }
    piece += character;
  }
  return [...pieces, piece];
};

/** `7s`, `3m 05s`, `2h 04m`. */
export const duration = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor((seconds % 3600) / 60))}m`;
};

export const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

export const tokens = (count: number): string =>
  count < 1000 ? `${count}` : count < 1e6 ? `${(count / 1000).toFixed(1)}k` : `${(count / 1e6).toFixed(2)}M`;

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const gauge = (fraction: number, columns: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * columns);
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)}`;
};
