import { fenceInfo } from './fences.ts';
import { closersIn, dividersIn, newMarkerIn, type Opener, openerAt } from './markers.ts';
import { type Name, nameInInfo, nameInLine } from './names.ts';
import type { Change, Proposal, Reading } from './proposal.ts';
import { isBlank } from './text.ts';

/** `end` is one past the last line of the block. */
type Stretch = { readonly start: number; readonly end: number };

const maximumReadings = 4;

const isFenced = (lines: readonly string[]): boolean =>
  lines.length > 1 && fenceInfo(lines[0] ?? '') !== undefined && fenceInfo(lines.at(-1) ?? '') === '';

/** Splits a block into its two parts; if these are fenced, returns a second reading without the fences. */
const readingsOf = (search: readonly string[], replace: readonly string[], length: number): readonly Change[] => {
  const marker = newMarkerIn(search, replace, length);
  const change = { search, replace, ...(marker !== undefined && { marker }) };
  if (!isFenced(search)) return [change];
  return [
    change,
    { ...change, search: search.slice(1, -1), replace: isFenced(replace) ? replace.slice(1, -1) : replace },
  ];
};

/** Searches upwards from a block, past its fence, for a line that names its file. */
const nameAbove = (lines: readonly string[], start: number, floor: number, known: readonly string[]) => {
  let mention: Name | undefined;
  let [seen, fences] = [0, 0];
  for (let at = start - 1; at >= floor && seen < 3 && fences < 2; at -= 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const info = fenceInfo(line);
    if (info !== undefined) fences += 1;
    else seen += 1;
    const found = info === undefined ? nameInLine(line, known) : nameInInfo(info, known);
    if (found?.sure) return found;
    mention ??= found;
  }
  return mention;
};

const nextOpener = (lines: readonly string[], from: number, length: number): number => {
  let at = from;
  while (at < lines.length && openerAt(lines[at] ?? '')?.length !== length) at += 1;
  return at;
};

/** Finds the end of a block without a closing marker: the closing fence around it. */
const closingFence = (lines: readonly string[], from: number, to: number): number | undefined => {
  for (let at = from; at < to; at += 1) {
    if (fenceInfo(lines[at] ?? '') === '') return at;
  }
  return undefined;
};

/**
 * If there are several dividers, the last is tried first: the longer the old lines that match, the better the evidence.
 */
type Block = Stretch & { readonly changes: readonly Change[]; readonly problem?: string };

/** Returns where the new lines may end: at the end of the block, or at a divider that only blank lines follow. */
const endsOf = (lines: readonly string[], dividers: readonly number[], end: number): readonly number[] => {
  const last = dividers.findLast((at) => at < end) ?? end;
  const isLast = last > (dividers[0] ?? end) && lines.slice(last + 1, end).every(isBlank);
  return isLast ? [end, last] : [end];
};

/**
 * If there are several dividers, the last is tried first: the longer the old lines that match, the better the evidence.
 */
const readBlock = (lines: readonly string[], start: number, { length }: Opener): Block => {
  const limit = nextOpener(lines, start + 1, length);
  const dividers = dividersIn(lines, start + 1, limit, length);
  const first = dividers[0];
  if (first === undefined) {
    const problem = `The block that begins on line ${start + 1} of your answer has no ======= line between its old and new lines.`;
    return { start, end: limit, changes: [], problem };
  }
  const close = closersIn(lines, first + 1, limit, length)[0];
  const end = close ?? closingFence(lines, first + 1, limit) ?? dividers.slice(1).at(-1);
  if (end === undefined) {
    const problem = `The block that begins on line ${start + 1} of your answer is not closed by a >>>>>>> REPLACE line: the answer seems to have been cut off. Make it shorter.`;
    return { start, end: limit, changes: [], problem };
  }
  const own = lines[first]?.trim().match(/^=+/)?.[0].length ?? length;
  const changes = endsOf(lines, dividers, end).flatMap((to) =>
    dividers
      .filter((at) => at < to)
      .slice(0, maximumReadings)
      .reverse()
      .flatMap((at) => readingsOf(lines.slice(start + 1, at), lines.slice(at + 1, to), own)),
  );
  return { start, end: fenceInfo(lines[end] ?? '') === undefined ? end + 1 : end, changes };
};

/** Reads SEARCH/REPLACE blocks; an unnamed block inherits the name of the previous one. */
export const readBlocks = (
  lines: readonly string[],
  known: readonly string[],
): Reading & { readonly stretches: readonly Stretch[] } => {
  const proposals: Proposal[] = [];
  const problems: string[] = [];
  const stretches: Stretch[] = [];
  let [floor, last]: [number, Name | undefined] = [0, undefined];
  for (let at = 0; at < lines.length; ) {
    const opening = openerAt(lines[at] ?? '');
    if (opening === undefined) {
      at += 1;
      continue;
    }
    const block = readBlock(lines, at, opening);
    const name = nameInInfo(opening.rest, known) ?? nameAbove(lines, at, floor, known);
    if (block.problem === undefined) proposals.push({ name: name ?? (last && { ...last, sure: false }), ...block });
    else problems.push(block.problem);
    last = name ?? last;
    stretches.push(block);
    floor = block.end;
    at = block.end;
  }
  return { proposals, problems, stretches };
};
