import type { Fence } from './fences.ts';
import { type Name, nameInInfo, nameInLine } from './names.ts';
import type { Change, Proposal, Reading } from './proposal.ts';
import { trailingBlanks } from './text.ts';

const hunkHead = /^@@/;
const fileHead = /^(?:---|\+\+\+) +(\S.*)$/;
const patchHead = /^\*\*\* (Update|Add|Delete) File: {0,40}(.*)$/;
const otherHead =
  /^(?:diff --git |index [0-9a-f]+\.\.|similarity |rename |new file|deleted file|\*\*\* (?:Begin|End) )/;

export const looksLikeDiff = (lines: readonly string[]): boolean =>
  lines.some((line) => hunkHead.test(line) || patchHead.test(line)) ||
  lines.some((line, index) => line.startsWith('--- ') && (lines[index + 1] ?? '').startsWith('+++ '));

/** Old and new lines of a hunk. Its line numbers are ignored, because models miscount. */
const changeOf = (hunk: readonly string[]): Change | undefined => {
  const lines = hunk.slice(0, hunk.length - trailingBlanks(hunk)).filter((line) => !line.startsWith('\\'));
  if (!lines.some((line) => /^[+-]/.test(line))) return undefined;
  const body = (line: string) => (/^[ +-]/.test(line) ? line.slice(1) : line);
  return {
    search: lines.filter((line) => !line.startsWith('+')).map(body),
    replace: lines.filter((line) => !line.startsWith('-')).map(body),
  };
};

type Collector = { readonly proposals: Proposal[]; readonly problems: string[]; hunk: string[] | undefined };

const closeHunk = (into: Collector, name: Name | undefined): void => {
  const change = changeOf(into.hunk ?? []);
  into.hunk = undefined;
  if (change !== undefined) into.proposals.push({ name, changes: [change] });
};

const nameOf = (head: string, known: readonly string[]): Name | undefined => {
  const path = head.split('\t')[0] ?? '';
  return nameInInfo(path, known) ?? nameInLine(path, known) ?? { name: path.trim(), sure: true };
};

const isHeadOf = (lines: readonly string[], at: number): boolean =>
  fileHead.test(lines[at] ?? '') &&
  ((lines[at + 1] ?? '').startsWith('+++ ') || (lines[at - 1] ?? '').startsWith('--- '));

/**
 * Reads unified diffs, with or without headers, and the `*** Update File:` form. `fenced`: every line is part of the
 * diff.
 */
export const readDiff = (
  lines: readonly string[],
  known: readonly string[],
  named: Name | undefined,
  fenced: boolean,
): Reading => {
  const into: Collector = { proposals: [], problems: [], hunk: fenced ? [] : undefined };
  let name = named;
  for (const [at, line] of lines.entries()) {
    const patch = patchHead.exec(line);
    if (patch !== null || otherHead.test(line) || isHeadOf(lines, at)) {
      closeHunk(into, name);
      const path = patch?.[2] ?? fileHead.exec(line)?.[1];
      if (path?.trim() === '/dev/null' && line.startsWith('+++')) into.problems.push('No file may be deleted.');
      if (patch?.[1] === 'Delete') into.problems.push('No file may be deleted.');
      if (path !== undefined && path.trim() !== '/dev/null') name = nameOf(path, known);
      if (patch !== null || (fenced && line.startsWith('+++'))) into.hunk = [];
    } else if (hunkHead.test(line)) {
      closeHunk(into, name);
      into.hunk = [];
    } else if (into.hunk !== undefined) {
      if (fenced || line === '' || /^[ +\-\\]/.test(line)) into.hunk.push(line);
      else closeHunk(into, name);
    }
  }
  closeHunk(into, name);
  return into;
};

/** True for a fence whose label or content is a diff. */
export const isDiffFence = ({ info }: Fence, lines: readonly string[]): boolean =>
  /^(?:diff|patch|udiff)\b/i.test(info) || looksLikeDiff(lines);
