import { isBlank, plain } from './text.ts';

/** Lines of a file from `start` (0-based), and how many lines of the searched text they include. */
export type Nearest = { readonly start: number; readonly lines: readonly string[]; readonly shared: number };

const maximumShown = 30;
const commonWhen = 50;
const maximumWords = 40;

const key = (line: string): string => plain(line).trim();

const wordsOf = (line: string): readonly string[] =>
  (line.slice(0, 400).toLowerCase().match(/\w+/g) ?? []).slice(0, maximumWords);

/** Finds the offset at which most searched lines align; very common lines are ignored. */
const bestShift = (lines: readonly string[], search: readonly string[]): { shift: number; shared: number } => {
  const places = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    if (isBlank(line)) continue;
    const list = places.get(key(line));
    if (list === undefined) places.set(key(line), [at]);
    else if (list.length <= commonWhen) list.push(at);
  }
  const votes = new Map<number, number>();
  let best = { shift: 0, shared: 0 };
  for (const [at, line] of search.entries()) {
    const found = isBlank(line) ? [] : (places.get(key(line)) ?? []);
    if (found.length > commonWhen) continue;
    for (const place of found) {
      const count = (votes.get(place - at) ?? 0) + 1;
      votes.set(place - at, count);
      if (count > best.shared) best = { shift: place - at, shared: count };
    }
  }
  return best;
};

/** If no line is equal, finds the line that shares the most words with the longest searched line. */
const bestLine = (lines: readonly string[], search: readonly string[]): number => {
  const longest = search.reduce((a, b) => (b.trim().length > a.trim().length ? b : a), '');
  const words = new Set(wordsOf(longest));
  let [best, at] = [0, 0];
  for (const [index, line] of lines.entries()) {
    const own = new Set(wordsOf(line));
    const score = [...own].filter((word) => words.has(word)).length / (own.size + words.size + 1);
    if (score > best) [best, at] = [score, index];
  }
  return at - search.indexOf(longest);
};

/** Finds the part of a file that is most similar to the searched lines. */
export const nearestLines = (lines: readonly string[], search: readonly string[]): Nearest => {
  const { shift, shared } = bestShift(lines, search);
  const start = Math.max(0, (shared > 0 ? shift : bestLine(lines, search)) - 1);
  const end = Math.min(lines.length, start + Math.min(maximumShown, search.length + 3));
  return { start, lines: lines.slice(start, end), shared };
};

/** Numbers lines (`41: x = 1`) and truncates long ones. */
export const numbered = (lines: readonly string[], start: number): string =>
  lines.map((line, index) => `${start + index + 1}: ${line.slice(0, 200)}`).join('\n');
