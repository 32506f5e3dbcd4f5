import type { TypesettingError } from '../../ports/typesetter.ts';

/** The chktex findings that a reader sees; most others are matters of taste, or wrong in formulas. */
const worthAFix = new Set([
  10, // a closing brace without an opening one
  14, // a command without its argument
  16, // formula still open at the end
  18, // " as a quotation mark
  31, // text that is ignored
  32, // ' to begin a quotation
  33, // ` to end one
  34, // mixed quotation marks
  42, // space before a footnote mark
]);

export const chktexCommand = (main: string): readonly string[] => [
  ...['chktex', '-q', '-n', 'all', '-f', '%f:%l:%n:%m\n'],
  ...[...worthAFix].flatMap((number) => ['-w', String(number)]),
  main,
];

/** Parses lines of `file:line:number:message`. */
export const parseChktex = (output: string): readonly TypesettingError[] =>
  output.split('\n').flatMap((text) => {
    const [, file, line, number, message] = /^(?:\.\/)?([^:]+):(\d+):(\d+):(.+)$/.exec(text) ?? [];
    if (file === undefined || !worthAFix.has(Number(number))) return [];
    return [{ file, line: Number(line), message: `${message}` }];
  });
