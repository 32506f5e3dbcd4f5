import { CodedError } from './outcome.ts';

/**
 * Maximum nesting of a recorded or read value: several times what any event or request needs, yet small enough that
 * recursive walks cannot overflow the stack, however small it is.
 */
export const maximumDepth = 100;

const tooDeep = (): CodedError =>
  new CodedError('value.too_deep', `a JSON value is nested more than ${maximumDepth} levels deep`);

/** Throws CodedError('value.too_deep'); does not recurse. */
export const checkDepth = (value: unknown): void => {
  const open: { readonly inner: readonly unknown[]; next: number }[] = [{ inner: [value], next: 0 }];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const inner = last.inner[last.next];
    last.next += 1;
    if (last.next > last.inner.length) open.pop();
    else if (typeof inner === 'object' && inner !== null) {
      if (open.length > maximumDepth) throw tooDeep();
      open.push({ inner: Array.isArray(inner) ? inner : Object.values(inner), next: 0 });
    }
  }
};

/** Returns the nesting depth of the brackets in a JSON text, ignoring those in strings. */
const depthOf = (text: string): number => {
  let [depth, deepest, isQuoted] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isQuoted && character === '\\') index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
};

export type Reviver = (name: string, value: unknown) => unknown;

/**
 * Like JSON.parse, whose reviver would recurse at each level. Throws SyntaxError, and CodedError('value.too_deep') for
 * a value that is nested too deeply.
 */
export const parseJson = (text: string, reviver?: Reviver): unknown => {
  const value = JSON.parse(text);
  if (depthOf(text) > maximumDepth) throw tooDeep();
  return reviver === undefined ? value : JSON.parse(text, reviver);
};
