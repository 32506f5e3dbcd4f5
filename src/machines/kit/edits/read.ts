import { readBlocks } from './blocks.ts';
import { isDiffFence, looksLikeDiff, readDiff } from './diffs.ts';
import { type Fence, findFences } from './fences.ts';
import { readJsonEdits } from './json-edits.ts';
import type { Proposal, Reading } from './proposal.ts';
import { readTaggedEdits } from './tags.ts';
import { nameBefore, readTagged, readWhole } from './whole.ts';

const isInside = (fence: Fence, at: number): boolean => fence.start <= at && at <= fence.end;

/** Reads all proposals of an answer, in any supported form. */
export const readAnswer = (answer: string, known: readonly string[]): Reading => {
  const lines = answer.split('\n');
  const { proposals: blocks, problems, stretches } = readBlocks(lines, known);
  if (stretches.length === 0) {
    const other = readOtherForms(answer, lines, known);
    if (other.proposals.length + other.problems.length > 0) return other;
  }
  const outside = lines.map((line) => line);
  for (const { start, end } of stretches) outside.fill('', start, end);
  const holdsBlock = new Set(
    findFences(outside)
      .filter((fence) => stretches.some(({ start }) => isInside(fence, start)))
      .map(({ start }) => start),
  );
  const fences = findFences(outside).filter(({ start }) => !holdsBlock.has(start));
  const found: Proposal[] = [...blocks];
  const faults: string[] = [...problems];
  let floor = 0;
  for (const fence of fences) {
    const body = outside.slice(fence.start + 1, fence.end);
    if (isDiffFence(fence, body)) {
      const diff = readDiff(body, known, nameBefore(outside, fence.start, floor, known), true);
      found.push(...diff.proposals);
      faults.push(...diff.problems);
    } else if (fence.closed) {
      found.push(...readWhole(outside, fence, floor, known));
    } else if (found.length === 0) {
      faults.push(
        'The last fence is not closed: the answer seems to have been cut off. Use short SEARCH/REPLACE blocks.',
      );
    }
    floor = fence.end + 1;
  }
  if (blocks.length === 0) found.push(...readTagged(outside));
  if (found.length === 0 && fences.length === 0 && looksLikeDiff(outside)) {
    const diff = readDiff(outside, known, undefined, false);
    found.push(...diff.proposals);
    faults.push(...diff.problems);
  }
  return { proposals: withDoubts(found), problems: faults };
};

/** Marks whole texts as doubtful beside real edits, and those without a sure name beside others that have one. */
const withDoubts = (found: readonly Proposal[]): readonly Proposal[] => {
  const hasEdit = found.some(({ whole }) => whole === undefined);
  const hasSure = found.some(({ name }) => name?.sure);
  return found.map((one) =>
    one.whole !== undefined && (hasEdit || (hasSure && !one.name?.sure)) ? { ...one, doubtful: true } : one,
  );
};

const readOtherForms = (answer: string, lines: readonly string[], known: readonly string[]): Reading => {
  const tagged = readTaggedEdits(answer, known);
  return tagged.proposals.length + tagged.problems.length > 0
    ? tagged
    : { proposals: readJsonEdits(lines, known), problems: [] };
};
