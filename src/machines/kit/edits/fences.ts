/** A fenced block in an answer; `start` and `end` are the lines of the fences. */
export type Fence = {
  readonly start: number;
  /** One past the last line if the fence is never closed. */
  readonly end: number;
  readonly info: string;
  readonly closed: boolean;
};

const pattern = /^[ \t]*(`{3,}(?!`)|~{3,}(?!~))[ \t]{0,40}([^`]*)$/;

/** Returns the info string of an opening or closing fence, or undefined for any other line. */
export const fenceInfo = (line: string): string | undefined => pattern.exec(line)?.[2]?.trim();

/** Finds all fences of any length; the closing one is at least as long, with no info string (CommonMark 4.5). */
export const findFences = (lines: readonly string[]): readonly Fence[] => {
  const fences: Fence[] = [];
  let open: { start: number; marker: string; info: string } | undefined;
  for (const [index, line] of lines.entries()) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const [, marker = '', info = ''] = match;
    if (open === undefined) {
      open = { start: index, marker, info: info.trim() };
    } else if (marker[0] === open.marker[0] && marker.length >= open.marker.length && info.trim() === '') {
      fences.push({ start: open.start, end: index, info: open.info, closed: true });
      open = undefined;
    }
  }
  if (open !== undefined) fences.push({ start: open.start, end: lines.length, info: open.info, closed: false });
  return fences;
};
