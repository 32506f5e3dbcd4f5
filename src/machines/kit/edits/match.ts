import { findOccurrences } from './find.ts';
import { reindent } from './indent.ts';
import type { Change } from './proposal.ts';
import { isBlank, isTypographic, leadingBlanks, plain, trailingBlanks } from './text.ts';

/** Lines `start` to `end` (exclusive) of a file, and their replacement. */
export type Match = { readonly start: number; readonly end: number; readonly replace: readonly string[] };

const maximumMatches = 20;

const asWritten = (lines: readonly string[], { search, replace }: Change, key: (line: string) => string) =>
  findOccurrences(lines.map(key), search.map(key), maximumMatches).map((start) => ({
    start,
    end: start + search.length,
    replace,
  }));

/** Matching ignores blank lines around the old lines, so the corresponding ones around the new lines are dropped. */
const withoutOuterBlanks = ({ search, replace }: Change): readonly string[] => {
  const before = Math.min(leadingBlanks(search), leadingBlanks(replace));
  const after = Math.min(trailingBlanks(search), trailingBlanks(replace), replace.length - before);
  return replace.slice(before, replace.length - after);
};

/** Compares only non-blank lines; `fit` adapts the new lines to the match, or rejects it. */
const amongFilled = (
  lines: readonly string[],
  change: Change,
  key: (line: string) => string,
  fit: (written: readonly string[], actual: readonly string[]) => readonly string[] | undefined,
): readonly Match[] => {
  const filled = [...lines.keys()].filter((at) => !isBlank(lines[at] ?? ''));
  const written = change.search.filter((line) => !isBlank(line));
  const keys = filled.map((at) => key(lines[at] ?? ''));
  return findOccurrences(keys, written.map(key), maximumMatches).flatMap((first) => {
    const places = filled.slice(first, first + written.length);
    const replace = fit(
      written,
      places.map((at) => lines[at] ?? ''),
    );
    return replace === undefined ? [] : [{ start: places[0] ?? 0, end: (places.at(-1) ?? 0) + 1, replace }];
  });
};

const trimmedEnd = (line: string): string => plain(line).trimEnd();
const trimmed = (line: string): string => plain(line).trim();
const squeezed = (line: string): string => plain(line).replace(/\s+/g, '');

/** An answer whose old lines use typographic quotes that the file does not contain uses them in its new lines, too. */
const asTyped = (lines: readonly string[], { search, replace }: Change): Change =>
  search.some(isTypographic) && !lines.some(isTypographic)
    ? { search, replace: replace.map(plain) }
    : { search, replace };

/**
 * Finds the old lines by the strictest comparison that matches: exact; ignoring trailing whitespace; blank lines;
 * indentation; whitespace within lines.
 */
export const findMatches = (lines: readonly string[], written: Change): readonly Match[] => {
  const change = asTyped(lines, written);
  const exact = asWritten(lines, change, (line) => line);
  if (exact.length > 0) return exact;
  const trailing = asWritten(lines, change, trimmedEnd);
  if (trailing.length > 0) return trailing;
  const replace = withoutOuterBlanks(change);
  const spaced = amongFilled(lines, change, trimmedEnd, () => replace);
  if (spaced.length > 0) return spaced;
  const shifted = (old: readonly string[], actual: readonly string[]) => reindent(old, actual, replace);
  const indented = amongFilled(lines, change, trimmed, shifted);
  return indented.length > 0 ? indented : amongFilled(lines, change, squeezed, shifted);
};
