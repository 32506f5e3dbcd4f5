import type { TypesettingError } from '../../ports/typesetter.ts';

export type BibtexLog = {
  readonly errors: readonly TypesettingError[];
  readonly warnings: readonly TypesettingError[];
};

/** BibTeX puts the place after the message, on the same line or the next. */
const placed = /^(.*?)---(?:line (\d+) of|while reading) file (\S+)$/;
const warningPlace = /^--line (\d+) of file (\S+)$/;
const harmless = /I found no \\citation commands/;
const unfound = /^Warning--I didn't find a database entry for "(.+)"$/;

const isNoise = (line: string): boolean => /^(\(|: |I'm skipping|The |This is|Database file|Reallocated)/.test(line);

/** Reads BibTeX's log (`.blg`); leaves missing entries to LaTeX, which reports undefined citations. */
export const parseBibtexLog = (log: string, bibliography: string): BibtexLog => {
  const errors: TypesettingError[] = [];
  const warnings: TypesettingError[] = [];
  let before = '';
  for (const line of log.replaceAll('\r', '').split('\n')) {
    const [, message, number, file] = placed.exec(line) ?? [];
    const [, warningLine, warningFile] = warningPlace.exec(line) ?? [];
    const warning = /^Warning--(.*)$/.exec(line)?.[1];
    if (warningFile !== undefined && message === undefined) {
      const last = warnings.pop();
      if (last !== undefined) warnings.push({ ...last, file: warningFile, line: Number(warningLine) });
    } else if (file !== undefined) {
      const text = message === '' || message === undefined ? before : message;
      if (!harmless.test(text))
        errors.push({ file, line: number === undefined ? null : Number(number), message: `BibTeX: ${text}` });
    } else if (warning !== undefined && !unfound.test(line)) {
      warnings.push({ file: bibliography, line: null, message: `BibTeX: ${warning}` });
    }
    if (!isNoise(line)) before = line;
  }
  return { errors, warnings };
};
