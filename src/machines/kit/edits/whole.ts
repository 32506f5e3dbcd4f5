import type { Fence } from './fences.ts';
import { type Name, nameInInfo, nameInLine, resolveName } from './names.ts';
import type { Proposal } from './proposal.ts';
import { trailingBlanks } from './text.ts';

const maximumDistance = 3;
const comment = /^\s*(?:#|\/\/|%|<!--|\/\*)\s*/;

/** Finds a name in the few lines above a fence, but not above `floor`. */
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

/** Finds a name in the first line of a fence, bare or in a comment; the line is then not part of the file. */
const nameInside = (line: string, known: readonly string[]): Name | undefined => {
  const name = nameInLine(line.replace(comment, ''), known);
  return name?.sure && resolveName(name.name, known, true) !== undefined ? name : undefined;
};

type Whole = Proposal & { readonly whole: readonly string[] };

/** Builds a whole-file proposal; a first line that was taken for the name is kept in `head`. */
const wholeOf = (name: Name | undefined, body: readonly string[], head: string | undefined): Whole =>
  head === undefined ? { name, changes: [], whole: body } : { name, changes: [], whole: body.slice(1), head };

/** Reads several concatenated files, each below a line with its name; undefined if there is only one. */
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

/** Reads a fence as one or several whole files. The name may be above it, in its info string, or in its first line. */
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

/** Reads files between tags, as prompts show them. */
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
