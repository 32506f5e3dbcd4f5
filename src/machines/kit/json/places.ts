const fence =
  /^[ \t]{0,20}(?:```|~~~)(?:json\w{0,5})?[^\S\n]{0,100}\n([\s\S]*?)(?:\n[^\S\n]{0,100}(?:```|~~~)|(?![\s\S]))/gim;
/** The start of an object or array, as opposed to a brace in prose. */
const opening = /\{\s{0,200}(?=["'“}])|\[\s{0,200}(?=[[{"'“\]])/g;
/** A bound, because each may be scanned to the end of the answer. */
const maximumOpenings = 12;

/** Returns the index after the bracket that closes the one at `start`, ignoring strings; -1 if none does. */
const endOf = (text: string, start: number): number => {
  let [depth, isQuoted] = [0, false];
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (isQuoted && character === '\\') index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
};

/** Yields complete objects and arrays, last first. */
const standingAlone = (text: string): readonly string[] => {
  const found: string[] = [];
  let end = 0;
  let looked = 0;
  for (const { index } of text.matchAll(opening)) {
    if (index < end) continue;
    looked += 1;
    if (looked > maximumOpenings) break;
    const close = endOf(text, index);
    if (close < 0) continue;
    found.push(text.slice(index, close));
    end = close;
  }
  return found.reverse();
};

const outermost = (text: string): readonly string[] => {
  const first = text.search(/[{[]/);
  if (first < 0) return [];
  const last = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return [last > first ? text.slice(first, last + 1) : text.slice(first)];
};

/** Yields where an answer's JSON may be, best first: last fence, other fences, last object, outermost braces. */
export const placesOfJson = (text: string): readonly string[] => {
  const fenced = [...text.matchAll(fence)].map((match) => match[1] ?? '').reverse();
  return [...new Set([...fenced, ...standingAlone(text), ...outermost(text)])];
};
