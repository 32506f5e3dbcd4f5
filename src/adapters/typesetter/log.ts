import type { TypesettingError } from '../../ports/typesetter.ts';
import { isErrorStart, parseErrors } from './log-errors.ts';
import { fileTracker, unwrap } from './log-lines.ts';
import { parseWarnings } from './log-warnings.ts';

export type LatexLog = {
  readonly errors: readonly TypesettingError[];
  readonly warnings: readonly TypesettingError[];
  /** Null when no page was produced. */
  readonly pages: number | null;
  /** True when LaTeX requests another pass. */
  readonly again: boolean;
};

/** Finds lines in which TeX quotes the paper: after an error or a bad box, up to the next empty line. */
const quotes = (line: string): boolean => isErrorStart(line) || /^(Overfull|Underfull|Runaway) /.test(line);

/** Returns for each line of the log the file that TeX was reading. */
const filesOf = (lines: readonly string[], main: string): string[] => {
  const tracker = fileTracker(main);
  let quoting = false;
  return lines.map((line) => {
    if (quotes(line)) quoting = true;
    else if (line.trim() === '') quoting = false;
    else if (!quoting) tracker.read(line);
    return tracker.current();
  });
};

/** Reads the log of one pass of pdfTeX with `-file-line-error`; `main` is its input file. */
export const parseLatexLog = (log: string, main: string): LatexLog => {
  const lines = unwrap(log);
  const files = filesOf(lines, main);
  const fileAt = (index: number): string => files[index] ?? main;
  // The last match is TeX's own: text that a paper writes precedes it.
  const pages = [...log.matchAll(/^Output written on [^\n]{0,400} \((\d{1,9}) pages?/gm)].at(-1)?.[1];
  return {
    errors: parseErrors(lines, fileAt),
    warnings: parseWarnings(lines, fileAt),
    pages: pages === undefined ? null : Number(pages),
    again: /Rerun to get|Please rerun|Label\(s\) may have changed|Rerun LaTeX/.test(log),
  };
};
