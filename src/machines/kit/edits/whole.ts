import type { Fence } from './fences.ts';
import { type Name, nameInInfo, nameInLine } from './names.ts';
import type { Proposal } from './proposal.ts';

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
  return name?.sure && known.includes(name.name) ? name : undefined;
};

/** A fence as the whole of a file. Its name may stand above it, beside its label, or in its first line. */
export const readWhole = (
  lines: readonly string[],
  fence: Fence,
  floor: number,
  known: readonly string[],
): Proposal & { readonly whole: readonly string[] } => {
  const body = lines.slice(fence.start + 1, fence.end);
  const above = nameInInfo(fence.info, known) ?? nameBefore(lines, fence.start, floor, known);
  const inside = nameInside(body[0] ?? '', known);
  const isOnlyName = inside !== undefined && !comment.test(body[0] ?? '');
  return { name: above?.sure ? above : (inside ?? above), changes: [], whole: isOnlyName ? body.slice(1) : body };
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
