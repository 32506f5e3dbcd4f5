import { CodedError } from './outcome.ts';

/**
 * Maximum nesting of a recorded or read value: several times what any event or request needs, yet small enough that
 * recursive walks cannot overflow the stack, however small it is.
 */
export const maximumDepth = 100;

const fits = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) if (!fits(inner, levels - 1)) return false;
  return true;
};

/** Throws CodedError('value.too_deep'). Recurses no deeper than the bound. */
export const checkDepth = (value: unknown): void => {
  if (fits(value, maximumDepth)) return;
  throw new CodedError('value.too_deep', `a JSON value is nested more than ${maximumDepth} levels deep`);
};

export type Reviver = (name: string, value: unknown) => unknown;

/**
 * Like JSON.parse, whose reviver would recurse at each level. Throws SyntaxError, and CodedError('value.too_deep') for
 * a value that is nested too deeply.
 */
export const parseJson = (text: string, reviver?: Reviver): unknown => {
  const value = JSON.parse(text);
  checkDepth(value);
  return reviver === undefined ? value : JSON.parse(text, reviver);
};
