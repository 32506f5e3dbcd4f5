const opener = /^[ \t>]*(?:(<{5,})(?!<)[ \t]{0,40}(.*)|(-{5,})[ \t]{0,40}SEARCH\b(.*))$/;
const divider = /^[ \t]*(={5,})[ \t]{0,40}(?:REPLACE|UPDATED|NEW)?:?[ \t]{0,40}$/;
const closer =
  /^[ \t]*(?:(>{5,})(?:[ \tA-Z].*)?|(\+{5,})[ \t]*REPLACE\b.*|(<{5,})[ \t]{0,40}(?:REPLACE|UPDATED|END)\b.*)$/;
const searchWord = /^(?:SEARCH|ORIGINAL|HEAD|OLD|BEFORE)\b:?/i;
/** Markers that no program contains, recognised by their words. */
const worded =
  /^[ \t]*(?:(?:<{5,}|-{5,})[ \t]{0,40}(?:SEARCH|ORIGINAL|HEAD)\b.*|(?:>{5,}|\+{5,}|<{5,})[ \t]{0,40}(?:REPLACE|UPDATED)\b.*)$/i;

const usualLength = 7;

export type Opener = { readonly length: number; readonly rest: string };

/** The line that begins a block, and the text after its marker. */
export const openerAt = (line: string): Opener | undefined => {
  const match = closer.test(line) ? null : opener.exec(line);
  if (match === null) return undefined;
  const [, angles, rest = '', dashes = '', dashRest = ''] = match;
  return angles === undefined
    ? { length: dashes.length, rest: dashRest }
    : { length: angles.length, rest: rest.replace(searchWord, '') };
};

const lengthOf = (pattern: RegExp, line: string): number | undefined => {
  const match = pattern.exec(line);
  return match === null ? undefined : (match[1] ?? match[2] ?? match[3] ?? '').length;
};

/** Returns the marker lines between `from` and `to`, preferring those of the block's own length. */
const markersIn = (lines: readonly string[], pattern: RegExp, from: number, to: number, length: number): number[] => {
  const found: { at: number; length: number }[] = [];
  for (let at = from; at < to; at += 1) {
    const own = lengthOf(pattern, lines[at] ?? '');
    if (own !== undefined) found.push({ at, length: own });
  }
  const same = found.filter((marker) => marker.length === length);
  return (same.length > 0 ? same : found).map((marker) => marker.at);
};

export const dividersIn = (lines: readonly string[], from: number, to: number, length: number): number[] =>
  markersIn(lines, divider, from, to, length);

export const closersIn = (lines: readonly string[], from: number, to: number, length: number): number[] =>
  markersIn(lines, closer, from, to, length);

/** Returns the first marker line that occurs more often in `now` than in `before`. */
const firstNew = (before: readonly string[], now: readonly string[], isMarker: (line: string) => boolean) => {
  const left = new Map<string, number>();
  for (const line of before.filter(isMarker)) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1);
  return now.filter(isMarker).find((line) => {
    const count = left.get(line.trim()) ?? 0;
    left.set(line.trim(), count - 1);
    return count <= 0;
  });
};

/** Returns a marker that a text has gained: the rest of a misread form. */
export const newMarker = (before: readonly string[], now: readonly string[]): string | undefined =>
  firstNew(before, now, (line) => worded.test(line));

/**
 * Like the above for the halves of a block, where dividers count too. Longer markers than usual show that its lines may
 * look like markers of the usual length.
 */
export const newMarkerIn = (search: readonly string[], replace: readonly string[], length: number) =>
  firstNew(
    search,
    replace,
    (line) => lengthOf(divider, line) === length || (length <= usualLength && worded.test(line)),
  );
