/** A file as the parser works on it: its lines without their ends, and what is needed to write it back unchanged. */
export type Text = { readonly lines: readonly string[]; readonly end: '\n' | '\r\n'; readonly finalEnd: boolean };

/** Only a file whose every line ends in CRLF is a CRLF file; elsewhere a stray CR counts as trailing space. */
export const readText = (source: string): Text => {
  const crlf = source.includes('\r\n') && !/(^|[^\r])\n/.test(source);
  const text = crlf ? source.replaceAll('\r\n', '\n') : source;
  const finalEnd = text.endsWith('\n');
  const body = finalEnd ? text.slice(0, -1) : text;
  return { lines: text === '' ? [] : body.split('\n'), end: crlf ? '\r\n' : '\n', finalEnd: finalEnd || text === '' };
};

export const writeText = ({ lines, end, finalEnd }: Text): string =>
  lines.length === 0 ? '' : lines.join(end) + (finalEnd ? end : '');

/** Lines of a piece of an edit: '' has none, and an end after the last line adds none. */
export const linesOf = (piece: string): readonly string[] =>
  piece === '' ? [] : (piece.endsWith('\n') ? piece.slice(0, -1) : piece).split('\n');

export const isBlank = (line: string): boolean => line.trim() === '';

/** How many blank lines stand at the beginning. */
export const leadingBlanks = (lines: readonly string[]): number => {
  const first = lines.findIndex((line) => !isBlank(line));
  return first < 0 ? lines.length : first;
};

export const trailingBlanks = (lines: readonly string[]): number => {
  const last = lines.findLastIndex((line) => !isBlank(line));
  return last < 0 ? lines.length : lines.length - 1 - last;
};

const typography: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u00a0': ' ',
};

/** Quotes, dashes and spaces as a keyboard has them, since models type them so when they repeat a line. */
export const plain = (line: string): string =>
  line.replace(
    /[\u2018\u2019\u201c\u201d\u2013\u2014\u2212\u00a0]/g,
    (character) => typography[character] ?? character,
  );

/** True for what `plain` would change. */
export const isTypographic = (line: string): boolean => plain(line) !== line;

const bareElision = /^(?:\.{3}|\u2026)$/;
const commentedElision =
  /^(?:#|\/\/|%|--|\/\*|<!--|\()\s{0,20}(?:\[|\()?\s{0,20}(?:\.{3}|\u2026)|^(?:\.{3}|\u2026)\s*\(?(?:rest|remaining|existing|unchanged|same|other|omitted)\b/i;
/** `# rest of the code remains the same`: no dots, but the same meaning. */
const wordedElision =
  /^(?:#|\/\/|%|--|\/\*|<!--)\W*(?:the )?(?:rest|remainder|remaining|existing|previous|prior|other|original|same) (?:of )?(?:the |your )?(?:code|file|script|functions?|imports?|class(?:es)?|methods?|implementation|lines|logic|definitions)\b[^:=]*$/i;

/** `...` or `# ... existing code ...`: a line that stands for others. */
export const isElision = (line: string): boolean => {
  const text = line.trim();
  return text.length < 120 && (bareElision.test(text) || isCommentedElision(line));
};

/** As above, but no valid line of Python: it can only mean that something was left out. */
export const isCommentedElision = (line: string): boolean => {
  const text = line.trim();
  return text.length < 120 && (commentedElision.test(text) || wordedElision.test(text));
};
