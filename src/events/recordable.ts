import { checkDepth } from './json.ts';

/**
 * Makes a value recordable and valid JSON for every reader: lone surrogates (from an emoji that was cut in half) become
 * U+FFFD, and numbers that JSON does not allow become null. Returns the same value if nothing changes. Throws
 * CodedError('value.too_deep').
 */
export const recordable = <T>(value: T): T => {
  checkDepth(value);
  return change(value) as T;
};

const change = (value: unknown): unknown => {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(change);
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  const entries = Object.entries(value).map(([key, inner]) => [key.toWellFormed(), change(inner)] as const);
  const isSame = Object.entries(value).every(
    ([key, inner], at) => key === entries[at]?.[0] && inner === entries[at][1],
  );
  return isSame ? value : Object.fromEntries(entries);
};
