import type { Match } from './match.ts';
import { nearestLines, numbered } from './nearest.ts';
import type { Change } from './proposal.ts';
import { isBlank } from './text.ts';

/** Describes a block that cannot be applied; `shared` counts its old lines that the file contains. */
export type Problem = { readonly text: string; readonly shared: number };

const maximumQuoted = 6;

const quoted = (lines: readonly string[]): string => {
  const shown = lines.slice(0, maximumQuoted).map((line) => line.slice(0, 200));
  return shown.join('\n') + (lines.length > maximumQuoted ? '\n…' : '');
};

/** Finds the first old line that does not occur in the file. */
const strangeLine = (lines: readonly string[], search: readonly string[]): string | undefined => {
  const known = new Set(lines.map((line) => line.trim()));
  return search.find((line) => !isBlank(line) && !known.has(line.trim()));
};

const contains = (lines: readonly string[], wanted: readonly string[]): boolean => {
  const filled = wanted.filter((line) => !isBlank(line)).map((line) => line.trim());
  return filled.length > 0 && `\n${lines.map((line) => line.trim()).join('\n')}\n`.includes(`\n${filled.join('\n')}\n`);
};

export const absent = (file: string, lines: readonly string[], { search, replace }: Change): Problem => {
  const nearest = nearestLines(lines, search);
  const strange = strangeLine(lines, search);
  const parts = [
    `These old lines are not in ${file}:\n${quoted(search)}`,
    strange === undefined
      ? 'Each of them is there, but they do not follow one another like this.'
      : `The first line that is not in ${file}: ${strange.trim().slice(0, 200)}`,
    contains(lines, replace) && 'The new lines are already in the file: leave this block out if that is what you want.',
    nearest.lines.length === 0
      ? `${file} is empty.`
      : `The nearest lines of ${file} are (with line numbers, which are not part of it):\n${numbered(nearest.lines, nearest.start)}`,
  ];
  return { text: parts.filter((part) => part !== false).join('\n'), shared: nearest.shared };
};

const maximumPlaces = 4;

/** Shows the context of each match, because only the context differs. */
export const ambiguous = (
  file: string,
  lines: readonly string[],
  { search }: Change,
  matches: readonly Match[],
): Problem => {
  const around = matches
    .slice(0, maximumPlaces)
    .map(({ start, end }) =>
      [
        `lines ${start + 1} to ${end}, after:`,
        numbered(lines.slice(Math.max(0, start - 2), start), Math.max(0, start - 2)) || '(the beginning of the file)',
        'and before:',
        numbered(lines.slice(end, end + 2), end) || '(the end of the file)',
      ].join('\n'),
    );
  const text = [
    `These old lines occur in ${matches.length} places of ${file}:\n${quoted(search)}`,
    ...around,
    'Include a neighbouring line that differs in both the old and the new lines.',
  ].join('\n');
  return { text, shared: search.length };
};

export const plainProblem = (text: string): Problem => ({ text, shared: 0 });
