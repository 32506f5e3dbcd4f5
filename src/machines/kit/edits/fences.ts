/** A fenced stretch of an answer; `start` and `end` are the lines of the fence itself. */
export type Fence = {
  readonly start: number;
  /** One past the last line when the fence is never closed. */
  readonly end: number;
  readonly info: string;
  readonly closed: boolean;
};

const pattern = /^[ \t]*(`{3,}(?!`)|~{3,}(?!~))[ \t]{0,40}([^`]*)$/;

/** The words after an opening or closing fence, or undefined when the line is none. */
export const fenceInfo = (line: string): string | undefined => pattern.exec(line)?.[2]?.trim();

/** All fences, of any length; a fence is closed by one at least as long with nothing after it (CommonMark 4.5). */
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
