import { linesOf } from './text.ts';

/** `search` and `replace` are whole lines; '' means no lines. */
export type Edit = { readonly file: string; readonly search: string; readonly replace: string };

const shortestMarker = 7;
const shortestFence = 3;

/** Returns a marker length that no line of the text uses. */
const freeLength = (lines: readonly string[]): number => {
  const markers = lines.flatMap((line) => line.match(/<{5,}|={5,}|>{5,}|-{5,}|\+{5,}/g) ?? []);
  const taken = new Set(markers.map((marker) => marker.length));
  let length = shortestMarker;
  while (taken.has(length)) length += 1;
  return length;
};

const fenceFor = (lines: readonly string[]): string => {
  const longest = Math.max(0, ...lines.map((line) => /^\s*(`+)/.exec(line)?.[1]?.length ?? 0));
  return '`'.repeat(Math.max(shortestFence, longest + 1));
};

const renderEdit = ({ file, search, replace }: Edit): string => {
  const lines = [...linesOf(search), ...linesOf(replace)];
  const [length, fence] = [freeLength(lines), fenceFor(lines)];
  return [
    file,
    fence,
    `${'<'.repeat(length)} SEARCH`,
    ...linesOf(search),
    '='.repeat(length),
    ...linesOf(replace),
    `${'>'.repeat(length)} REPLACE`,
    fence,
  ].join('\n');
};

/** Renders edits in the form that prompts request and `applyAnswer` parses. */
export const renderEdits = (edits: readonly Edit[]): string => edits.map(renderEdit).join('\n\n');
