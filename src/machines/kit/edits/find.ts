/**
 * Finds every occurrence of `needle` in `haystack`, up to `maximum`, by Knuth-Morris-Pratt: linear even if lines
 * repeat.
 */
export const findOccurrences = (
  haystack: readonly string[],
  needle: readonly string[],
  maximum: number,
): readonly number[] => {
  if (needle.length === 0 || needle.length > haystack.length) return [];
  const borders = bordersOf(needle);
  const found: number[] = [];
  let matched = 0;
  for (let at = 0; at < haystack.length && found.length < maximum; at += 1) {
    while (matched > 0 && haystack[at] !== needle[matched]) matched = borders[matched - 1] ?? 0;
    if (haystack[at] === needle[matched]) matched += 1;
    if (matched === needle.length) {
      found.push(at - matched + 1);
      matched = borders[matched - 1] ?? 0;
    }
  }
  return found;
};

/** For each prefix, the length of its longest proper border. */
const bordersOf = (needle: readonly string[]): readonly number[] => {
  const borders = [0];
  let length = 0;
  for (let at = 1; at < needle.length; at += 1) {
    while (length > 0 && needle[at] !== needle[length]) length = borders[length - 1] ?? 0;
    if (needle[at] === needle[length]) length += 1;
    borders.push(length);
  }
  return borders;
};
