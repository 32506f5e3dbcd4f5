import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** One text for one value (RFC 8785), so that values can be compared and hashed; undefined members are left out. */
export const canonical = (value: unknown): string => canonicalize(value) ?? 'null';

/** SHA-256 in lower-case hex of a value's canonical text. */
export const hashOf = (value: unknown): string => sha256(canonical(value));

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
