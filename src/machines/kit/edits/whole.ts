import type { Fence } from './fences.ts';
import { type Name, nameInInfo, nameInLine, resolveName } from './names.ts';
import type { Proposal } from './proposal.ts';
import { trailingBlanks } from './text.ts';

const maximumDistance = 3;
const comment = /^\s*(?:#|\/\/|%|<!--|\/\*)\s*/;

/** The name that the lines just above a fence give, after `floor`. */
export const nameBefore = (
  lines: readonly string[],
  start: number,
  floor: number,
  known: readonly string[],
): Name | undefined => {
  for (let at = start - 1; at >= Math.max(floor, start - maximumDistance); at -= 1) {
    const line = lines[at] ?? '';
    if (line.trim() !== '') return nameInLine(line, known);
  }
  return undefined;
};

/** The name in the first line of a fence, which is then no part of the file: the bare name, or a comment of it. */
const nameInside = (line: string, known: readonly string[]): Name | undefined => {
  const name = nameInLine(line.replace(comment, ''), known);
  return name?.sure && resolveName(name.name, known, true) !== undefined ? name : undefined;
};

type Whole = Proposal & { readonly whole: readonly string[] };

/** A text under its name; what stands in its first line and was taken for the name is kept beside it. */
const wholeOf = (name: Name | undefined, body: readonly string[], head: string | undefined): Whole =>
  head === undefined ? { name, changes: [], whole: body } : { name, changes: [], whole: body.slice(1), head };

/** Several files one after another, each below a line that is its name; undefined when it is but one. */
const severalIn = (body: readonly string[], known: readonly string[]): readonly Whole[] | undefined => {
  if (known.length < 2 || nameInside(body[0] ?? '', known) === undefined) return undefined;
  const starts = body.flatMap((line, at) => {
    const name = nameInside(line, known);
    return name === undefined ? [] : [{ at, name, file: resolveName(name.name, known, true) }];
  });
  if (starts.length < 2 || new Set(starts.map(({ file }) => file)).size < starts.length) return undefined;
  return starts.map(({ at, name }, index) => {
    const piece = body.slice(at, starts[index + 1]?.at ?? body.length);
    return wholeOf(name, piece.slice(0, piece.length - trailingBlanks(piece)), piece[0]);
  });
};

/** A fence as the whole of a file, or of several. The name may stand above it, beside its label, or in its first line. */
export const readWhole = (
  lines: readonly string[],
  fence: Fence,
  floor: number,
  known: readonly string[],
): readonly Whole[] => {
  const body = lines.slice(fence.start + 1, fence.end);
  const several = severalIn(body, known);
  if (several !== undefined) return several;
  const above = nameInInfo(fence.info, known) ?? nameBefore(lines, fence.start, floor, known);
  const inside = nameInside(body[0] ?? '', known);
  return [wholeOf(above?.sure ? above : (inside ?? above), body, inside && body[0])];
};

const tag = /^\s*<file name="([^"]{1,200})">\s*$/;

/** Files between tags, as prompts show them. */
export const readTagged = (lines: readonly string[]): readonly Proposal[] => {
  const proposals: Proposal[] = [];
  let open: { name: string; start: number } | undefined;
  for (const [at, line] of lines.entries()) {
    const name = tag.exec(line)?.[1];
    if (name !== undefined) open = { name, start: at };
    else if (open !== undefined && line.trim() === '</file>') {
      proposals.push({ name: { name: open.name, sure: true }, changes: [], whole: lines.slice(open.start + 1, at) });
      open = undefined;
    }
  }
  return proposals;
};
