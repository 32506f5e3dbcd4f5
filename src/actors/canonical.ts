import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { checkDepth, maximumDepth } from '../events/json.ts';

/**
 * Returns a value's canonical JSON (RFC 8785), for comparing and hashing; undefined members are left out. Throws
 * CodedError('value.too_deep').
 */
export const canonical = (value: unknown): string => {
  checkDepth(value);
  return canonicalize(value) ?? 'null';
};

/**
 * True when two values have the same canonical text. Deeply equal values, by far the most frequent, skip building it.
 */
export const isSame = (one: unknown, other: unknown): boolean =>
  hasSameMembers(one, other) || canonical(one) === canonical(other);

const hasSameMembers = (one: unknown, other: unknown, depth = 0): boolean => {
  if (one === other) return true;
  if (depth > maximumDepth || typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((member, index) => hasSameMembers(member, other[index], depth + 1));
  }
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  let members = 0;
  for (const name in left) {
    if (left[name] === undefined) continue;
    if (!hasSameMembers(left[name], right[name], depth + 1)) return false;
    members += 1;
  }
  for (const name in right) if (right[name] !== undefined) members -= 1;
  return members === 0;
};

/** Returns the SHA-256 of a value's canonical text, in lower-case hex. */
export const hashOf = (value: unknown): string => sha256(canonical(value));

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
