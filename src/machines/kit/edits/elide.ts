import { findMatches, type Match } from './match.ts';
import type { Change } from './proposal.ts';
import { isBlank, isCommentedElision, isElision } from './text.ts';

const splitAt = (lines: readonly string[], isCut: (line: string) => boolean): readonly (readonly string[])[] => {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (isCut(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts;
};

const isEmpty = (lines: readonly string[]): boolean => lines.every(isBlank);

export const hasElision = (lines: readonly string[]): boolean => lines.some(isElision);

/** Finds a `...` line in the new text that has no counterpart in the old text: applying it would delete code. */
export const lostElision = (lines: readonly string[], { search, replace }: Change): string | undefined =>
  replace.find(
    (line) => isCommentedElision(line) && ![...search, ...lines].some((other) => other.trim() === line.trim()),
  );

type Part = { readonly search: readonly string[]; readonly replace: readonly string[] };

/** Splits a change at its `...` lines into pairs of old and new text. */
const partsOf = ({ search, replace }: Change): readonly Part[] | undefined => {
  const [old, renewed] = [splitAt(search, isElision), splitAt(replace, isElision)];
  if (old.length !== renewed.length) return undefined;
  const parts = old.map((lines, index) => ({ search: lines, replace: renewed[index] ?? [] }));
  const hasStray = parts.some((part) => isEmpty(part.search) && !isEmpty(part.replace));
  return hasStray ? undefined : parts.filter((part) => !isEmpty(part.search));
};

/** Places each part at its first match after the previous part; the first part must match exactly once. */
const placeParts = (lines: readonly string[], parts: readonly Part[]): readonly Match[] | undefined => {
  const placed: Match[] = [];
  for (const part of parts) {
    const from = placed.at(-1)?.end ?? 0;
    const matches = findMatches(lines.slice(from), part);
    const match = matches[0];
    if (match === undefined || (placed.length === 0 && matches.length > 1)) return undefined;
    placed.push({ ...match, start: match.start + from, end: match.end + from });
  }
  return placed;
};

/**
 * Matches a change with `...` in its old lines. If the new lines have as many, the elided lines are kept; if they have
 * none, the elided lines are replaced with the rest. Returns undefined if the change is ambiguous.
 */
export const matchElided = (lines: readonly string[], change: Change): readonly Match[] | undefined => {
  const parts = partsOf(change);
  if (parts !== undefined) return parts.length === 0 ? undefined : placeParts(lines, parts);
  if (hasElision(change.replace)) return undefined;
  const old = splitAt(change.search, isElision).filter((part) => !isEmpty(part));
  if (old.length === 1) return placeParts(lines, [{ search: old[0] ?? [], replace: change.replace }]);
  const placed = placeParts(
    lines,
    old.map((search) => ({ search, replace: search })),
  );
  const [first, last] = [placed?.[0], placed?.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return [{ start: first.start, end: last.end, replace: change.replace }];
};
