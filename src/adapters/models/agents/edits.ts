import { structuredPatch } from 'diff';

/** Old lines and the lines that replace them. */
type Block = { readonly search: readonly string[]; readonly replace: readonly string[] };

const contexts = [3, 10, 40, Number.MAX_SAFE_INTEGER];
const maximumBlocks = 50;

const linesOf = (text: string): readonly string[] => {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};

const placesOf = (lines: readonly string[], search: readonly string[]): readonly number[] =>
  [...lines.keys()].filter((at) => search.every((line, offset) => lines[at + offset] === line));

/** True if the blocks, applied in order, each fit exactly one place and give the new text. */
const areExact = (old: readonly string[], blocks: readonly Block[], renewed: readonly string[]): boolean => {
  let lines = old;
  for (const { search, replace } of blocks) {
    const [place, ...others] = placesOf(lines, search);
    if (place === undefined || others.length > 0 || placesOf(old, search).length !== 1) return false;
    lines = [...lines.slice(0, place), ...replace, ...lines.slice(place + search.length)];
  }
  return lines.length === renewed.length && lines.every((line, at) => line === renewed[at]);
};

const hunks = (old: readonly string[], renewed: readonly string[], context: number): readonly Block[] => {
  const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  const patch = structuredPatch('', '', joined(old), joined(renewed), '', '', { context });
  return patch.hunks.map(({ lines }) => ({
    search: lines.filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1)),
    replace: lines.filter((line) => /^[ +]/.test(line)).map((line) => line.slice(1)),
  }));
};

/** The blocks with the least context that place themselves. An empty file is given as one block without old lines. */
const blocksOf = (before: string, after: string): readonly Block[] => {
  const [old, renewed] = [linesOf(before), linesOf(after)];
  if (old.length === 0) return [{ search: [], replace: renewed }];
  for (const context of contexts) {
    const blocks = hunks(old, renewed, context);
    if (blocks.length <= maximumBlocks && areExact(old, blocks, renewed)) return blocks;
  }
  return [{ search: old, replace: renewed }];
};

const shortestMarker = 7;

/** Returns a length of markers that no line of the block uses. */
const freeLength = (lines: readonly string[]): number => {
  const taken = new Set(lines.flatMap((line) => line.match(/<{5,}|={5,}|>{5,}/g) ?? []).map(({ length }) => length));
  let length = shortestMarker;
  while (taken.has(length)) length += 1;
  return length;
};

const fenceAround = (lines: readonly string[]): string =>
  '`'.repeat(Math.max(3, ...lines.map((line) => (/^\s*(`+)/.exec(line)?.[1]?.length ?? 0) + 1)));

const written = (file: string, { search, replace }: Block): string => {
  const lines = [...search, ...replace];
  const [length, fence] = [freeLength(lines), fenceAround(lines)];
  const [opener, divider, closer] = ['<', '=', '>'].map((mark) => mark.repeat(length));
  return [file, fence, `${opener} SEARCH`, ...search, `${divider}`, ...replace, `${closer} REPLACE`, fence].join('\n');
};

/** Writes the change of a file in the form that the Coder's prompts ask for; no blocks for line endings alone. */
export const changeOf = (file: string, before: string, after: string): readonly string[] =>
  linesOf(before).join('\n') === linesOf(after).join('\n')
    ? []
    : blocksOf(before, after).map((block) => written(file, block));
