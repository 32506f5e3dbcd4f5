/** A file as the parser processes it: lines without their endings, and what is needed to restore them. */
export type Text = { readonly lines: readonly string[]; readonly end: '\n' | '\r\n'; readonly finalEnd: boolean };

/** A file counts as CRLF only if every line ends in CRLF; otherwise a stray CR is trailing whitespace. */
export const readText = (source: string): Text => {
  const crlf = source.includes('\r\n') && !/(^|[^\r])\n/.test(source);
  const text = crlf ? source.replaceAll('\r\n', '\n') : source;
  const finalEnd = text.endsWith('\n');
  const body = finalEnd ? text.slice(0, -1) : text;
  return { lines: text === '' ? [] : body.split('\n'), end: crlf ? '\r\n' : '\n', finalEnd: finalEnd || text === '' };
};

export const writeText = ({ lines, end, finalEnd }: Text): string =>
  lines.length === 0 ? '' : lines.join(end) + (finalEnd ? end : '');

/** Splits a part of an edit into lines: '' has none, and a trailing line break adds none. */
export const linesOf = (piece: string): readonly string[] =>
  piece === '' ? [] : (piece.endsWith('\n') ? piece.slice(0, -1) : piece).split('\n');

export const isBlank = (line: string): boolean => line.trim() === '';

/** Counts leading blank lines. */
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

/** Replaces quotes, dashes and spaces by their ASCII forms, which models type when they repeat a line. */
export const plain = (line: string): string =>
  line.replace(
    /[\u2018\u2019\u201c\u201d\u2013\u2014\u2212\u00a0]/g,
    (character) => typography[character] ?? character,
  );

/** True if `plain` would change the text. */
export const isTypographic = (line: string): boolean => plain(line) !== line;

const bareElision = /^(?:\.{3}|\u2026)$/;
const commentedElision =
  /^(?:#|\/\/|%|--|\/\*|<!--|\()\s{0,20}(?:\[|\()?\s{0,20}(?:\.{3}|\u2026)|^(?:\.{3}|\u2026)\s*\(?(?:rest|remaining|existing|unchanged|same|other|omitted)\b/i;
/** Matches `# rest of the code remains the same`, which elides lines without dots. */
const wordedElision =
  /^(?:#|\/\/|%|--|\/\*|<!--)\W*(?:the )?(?:rest|remainder|remaining|existing|previous|prior|other|original|same) (?:of )?(?:the |your )?(?:code|file|script|functions?|imports?|class(?:es)?|methods?|implementation|lines|logic|definitions)\b[^:=]*$/i;

/** Matches `...` or `# ... existing code ...`: a line that elides others. */
export const isElision = (line: string): boolean => {
  const text = line.trim();
  return text.length < 120 && (bareElision.test(text) || isCommentedElision(line));
};

/** Like `isElision`, but excludes valid Python such as `...`: the line can only be an elision. */
export const isCommentedElision = (line: string): boolean => {
  const text = line.trim();
  return text.length < 120 && (commentedElision.test(text) || wordedElision.test(text));
};
