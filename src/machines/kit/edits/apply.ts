import { hasElision, lostElision, matchElided } from './elide.ts';
import { withoutLineNumbers } from './line-numbers.ts';
import { newMarker } from './markers.ts';
import { findMatches, type Match } from './match.ts';
import { numbered } from './nearest.ts';
import { absent, ambiguous, type Problem, plainProblem } from './problems.ts';
import type { Change } from './proposal.ts';
import { isBlank, isCommentedElision } from './text.ts';

/** The resulting lines of a file, and which of several readings was applied. */
export type Applied = { readonly lines: readonly string[]; readonly change?: Change } | { readonly problem: Problem };

const splice = (lines: readonly string[], matches: readonly Match[]): readonly string[] => {
  const parts: (readonly string[])[] = [];
  let from = 0;
  for (const { start, end, replace } of matches) {
    parts.push(lines.slice(from, start), replace);
    from = end;
  }
  return [...parts, lines.slice(from)].flat();
};

const distinct = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.filter((line) => !isBlank(line)).map((line) => line.trim()));

/** Fraction of a file's lines that a text contains: 1 for all of them. */
export const coverage = (lines: readonly string[], text: readonly string[]): number => {
  const [own, other] = [distinct(lines), distinct(text)];
  return own.size === 0 ? 1 : [...own].filter((line) => other.has(line)).length / own.size;
};

const smallFile = 12;
const namedCoverage = 0.25;
export const unnamedCoverage = 0.5;

/** Treats a text as a whole file unless it is only a fragment. `least`: the minimum coverage. */
export const replaceWhole = (
  file: string,
  lines: readonly string[],
  whole: readonly string[],
  least = namedCoverage,
): Applied => {
  const marker = newMarker(lines, whole);
  if (marker !== undefined) return marked(file, marker);
  const elision = whole.find((line) => isCommentedElision(line) && !lines.includes(line));
  if (elision !== undefined) {
    return {
      problem: plainProblem(
        `The text for ${file} omits lines (${elision.trim()}): give SEARCH/REPLACE blocks instead, or all of its lines.`,
      ),
    };
  }
  const isPiece = lines.length > smallFile && whole.length < lines.length / 2 && coverage(lines, whole) < least;
  if (isPiece || (least > namedCoverage && coverage(lines, whole) < least)) {
    return {
      problem: plainProblem(
        `The fenced text is only a part of ${file} and does not say where it belongs: give SEARCH/REPLACE blocks.`,
      ),
    };
  }
  return { lines: whole };
};

const endLines = 4;

/** An empty SEARCH matches only an empty file, or a REPLACE that is the whole file rewritten. */
const replaceNothing = (file: string, lines: readonly string[], { replace }: Change): Applied => {
  if (lines.every(isBlank)) return { lines: replace };
  const whole = replaceWhole(file, lines, replace, unnamedCoverage);
  return 'lines' in whole
    ? whole
    : {
        problem: plainProblem(
          `A block for ${file} has no old lines, so it does not say where its new lines belong. Put a line of the file next to that place into SEARCH, and into REPLACE together with the new lines. To append to ${file}, use its last lines, which are (with line numbers, which are not part of them):\n${numbered(lines.slice(-endLines), Math.max(0, lines.length - endLines))}`,
        ),
      };
};

const marked = (file: string, marker: string): Applied => ({
  problem: plainProblem(
    `A block for ${file} has the line ${marker.trim().slice(0, 80)} among its new lines, which belongs to the form of a block: give each block one ======= line, between its old and its new lines, and >>>>>>> REPLACE at its end. If the file is to have such a line, make the three markers of the block longer by one character each.`,
  ),
});

/** Applies one change to the lines of a file. */
export const applyChange = (file: string, lines: readonly string[], change: Change): Applied => {
  if (change.marker !== undefined) return marked(file, change.marker);
  if (change.search.every(isBlank)) return replaceNothing(file, lines, change);
  const matches = findMatches(lines, change);
  const lost = matches.length === 1 ? lostElision(lines, change) : undefined;
  if (lost !== undefined) {
    return {
      problem: plainProblem(
        `A block for ${file} has a line in its new lines that replaces omitted code (${lost.trim()}): write that code out.`,
      ),
    };
  }
  if (matches.length === 1) return { lines: splice(lines, matches) };
  if (matches.length > 1) return { problem: ambiguous(file, lines, change, matches) };
  const elided = hasElision(change.search) ? matchElided(lines, change) : undefined;
  if (elided !== undefined) return { lines: splice(lines, elided) };
  const unnumbered = withoutLineNumbers(change);
  const isThere = unnumbered !== undefined && findMatches(lines, unnumbered).length > 0;
  return isThere ? applyChange(file, lines, unnumbered) : { problem: absent(file, lines, change) };
};
