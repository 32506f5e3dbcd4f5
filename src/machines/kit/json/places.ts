const fence =
  /^[ \t]{0,20}(?:```|~~~)(?:json\w{0,5})?[^\S\n]{0,100}\n([\s\S]*?)(?:\n[^\S\n]{0,100}(?:```|~~~)|(?![\s\S]))/gim;
/** An object or an array, rather than a brace in prose. */
const opening = /\{\s{0,200}(?=["'“}])|\[\s{0,200}(?=[[{"'“\]])/g;
/** Each of them may be looked through to the end of the answer. */
const maximumOpenings = 12;

/** One past the bracket that closes the one at `start`, those in strings left aside; -1 when none does. */
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

/** Objects and arrays that are whole, the last first. */
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

/** The places where an answer's JSON may stand, best first: the last fence, other fences, the last object, the outermost braces. */
export const placesOfJson = (text: string): readonly string[] => {
  const fenced = [...text.matchAll(fence)].map((match) => match[1] ?? '').reverse();
  return [...new Set([...fenced, ...standingAlone(text), ...outermost(text)])];
};
