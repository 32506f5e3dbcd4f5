/**
 * Scans LaTeX with patterns that suffice for the checks. No pattern searches beyond the next opening of its own kind or
 * a bound, so that the time is linear even for openings without an end.
 */

export type Use = { readonly argument: string; readonly index: number; readonly line: number };

/** A one-character command, so that `\\%` is distinguished from `\%`; or a comment. */
const escapedOrComment = /\\[\s\S]|%.*$/gm;
const verbatim =
  /\\begin\{(verbatim|lstlisting)\*?\}(?:(?!\\begin\{\1)[\s\S])*?\\end\{\1\*?\}|\\verb\*?([^A-Za-z\s]).*?\2/g;
const displayedMath =
  /\\begin\{(equation|align|alignat|gather|multline|flalign|eqnarray|math|displaymath)(\*?)\}(?:(?!\\begin\{\1)[\s\S])*?\\end\{\1\2\}/g;
const inlineMath =
  /(?<!\\)\$\$[\s\S]*?(?<!\\)\$\$|(?<!\\)\$(?:(?!\n\s*\n)(?:\\\$|[^$]))*\$|(?<!\\)\\\((?:(?!\\\()[\s\S])*?\\\)|(?<!\\)\\\[(?:(?!\\\[)[\s\S])*?\\\]|\\ensuremath\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g;
const names =
  /\\(?:label|ref|eqref|autoref|cref|Cref|pageref|[cC]ite[a-zA-Z]*|includegraphics|url|href|begin|end|[vh]space)\*?\s*(?:\[[^\]]{0,400}\]\s*)*\{[^{}]{0,1000}\}(?:\{[cClLrRp|@{}.\d\s\\a-z]*\})?/g;

/** Blanks the matches and keeps every position and line. */
export const blank = (text: string, ...patterns: readonly RegExp[]): string =>
  patterns.reduce((result, pattern) => result.replace(pattern, (match) => match.replace(/[^\n]/g, ' ')), text);

/** Returns the text that TeX interprets: without comments and verbatim text. */
export const code = (text: string): string =>
  blank(text, verbatim).replace(escapedOrComment, (match) =>
    match.startsWith('%') ? ' '.repeat(match.length) : match,
  );

/** Finds the spans of mathematics in a text, in order and without overlap. */
export const mathSpans = (text: string): readonly { readonly start: number; readonly end: number }[] => {
  const spans: { start: number; end: number }[] = [];
  const source = code(text);
  for (const { index: start, 0: found } of source.matchAll(displayedMath))
    spans.push({ start, end: start + found.length });
  for (const { index: start, 0: found } of blank(source, displayedMath).matchAll(inlineMath))
    spans.push({ start, end: start + found.length });
  return spans.sort((one, other) => one.start - other.start);
};

/** Returns the text outside mathematics, with the names of labels, files and keys blanked as well. */
export const outsideMath = (text: string): string => blank(code(text), displayedMath, inlineMath, names);

/** Returns the visible text, including the words of mathematics. */
export const prose = (text: string): string => blank(code(text), names);

/** Maps an index to its 1-based line number. Create it once per text. */
export const lineFinder = (text: string): ((index: number) => number) => {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (index) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
};

/** Finds each `\name[options]{argument}` of the commands that match the pattern. */
export const uses = (text: string, pattern: string): readonly Use[] => {
  const source = code(text);
  const lineAt = lineFinder(source);
  const found = source.matchAll(
    new RegExp(`\\\\(?:${pattern})\\*?\\s*(?:\\[[^\\]]{0,400}\\]\\s*)*\\{([^{}]*)\\}`, 'g'),
  );
  return [...found].map((match) => ({
    argument: (match[1] ?? '').trim(),
    index: match.index,
    line: lineAt(match.index),
  }));
};

/** Returns the keys of all citations in order, with repetitions. */
export const citedKeys = (text: string): readonly string[] =>
  uses(text, '[cC]ite(?!style)[a-zA-Z]*').flatMap((use) =>
    use.argument
      .split(',')
      .map((key) => key.trim())
      .filter((key) => key !== ''),
  );

export const labels = (text: string): readonly Use[] => uses(text, 'label');

/** Returns the labels referred to; `\cref{a,b}` counts for both. */
export const references = (text: string): readonly Use[] =>
  uses(text, '(?:eq|auto|page|name|[cC])?ref').flatMap((use) =>
    use.argument.split(',').map((argument) => ({ ...use, argument: argument.trim() })),
  );

/** Splits running text into sentences, with their lines. */
export const sentences = (text: string): readonly { readonly text: string; readonly line: number }[] => {
  const found: { text: string; line: number }[] = [];
  const lineAt = lineFinder(text);
  let start = 0;
  for (const end of [...text.matchAll(/(?<=[.!?])\s+(?=[A-Z\\])|\n\s*\n/g), undefined]) {
    const sentence = text.slice(start, end?.index ?? text.length);
    if (sentence.trim() !== '') found.push({ text: sentence.replace(/\s+/g, ' ').trim(), line: lineAt(start) });
    start = end === undefined ? text.length : end.index + end[0].length;
  }
  return found;
};
