import { checkDepth } from './json.ts';

/** Takes known secrets out of whatever is recorded, logged or shown. */
export type Redaction = {
  /** From now on this value is a secret; one of fewer than 8 characters is left alone, as it would be found everywhere. */
  readonly protect: (secret: string | undefined) => void;
  readonly text: (text: string) => string;
  /**
   * Every text inside a JSON value, names of members too; the value itself when it holds no secret. Throws
   * CodedError('value.too_deep').
   */
  readonly value: <T>(value: T) => T;
  /** For a text that comes in pieces: holds back an end that may be the beginning of a secret. */
  readonly stream: () => { readonly next: (piece: string) => string; readonly end: () => string };
};

const minimumLength = 8;
const mark = '[redacted]';

const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [change(name), mapTexts(inner, change)]));
};

export const createRedaction = (secrets: readonly (string | undefined)[] = []): Redaction => {
  /** Longest first, since one may be a part of another. */
  let known: readonly string[] = [];
  const protect: Redaction['protect'] = (secret) => {
    if (secret === undefined || secret.length < minimumLength || known.includes(secret)) return;
    known = [...known, secret].sort((one, other) => other.length - one.length);
  };
  const text: Redaction['text'] = (given) => known.reduce((left, secret) => left.replaceAll(secret, mark), given);
  const beginningAtEnd = (given: string): number =>
    Math.max(
      0,
      ...known.map((secret) => {
        for (let length = Math.min(secret.length - 1, given.length); length > 0; length -= 1)
          if (given.endsWith(secret.slice(0, length))) return length;
        return 0;
      }),
    );
  const stream: Redaction['stream'] = () => {
    let held = '';
    return {
      next: (piece) => {
        const clean = text(held + piece);
        const length = beginningAtEnd(clean);
        held = clean.slice(clean.length - length);
        return clean.slice(0, clean.length - length);
      },
      end: () => {
        const rest = held;
        held = '';
        return rest;
      },
    };
  };
  for (const secret of secrets) protect(secret);
  return {
    protect,
    text,
    stream,
    value: (value) => {
      checkDepth(value);
      return known.some((secret) => JSON.stringify(value)?.includes(JSON.stringify(secret).slice(1, -1)))
        ? (mapTexts(value, text) as typeof value)
        : value;
    },
  };
};
