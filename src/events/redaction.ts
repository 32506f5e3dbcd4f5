import { checkDepth } from './json.ts';
import { beginningOfShape, formsOf, signs, withoutShapes } from './secret-forms.ts';

/**
 * Removes secrets from everything that is recorded, logged or shown: known values, and anything that looks like a key.
 */
export type Redaction = {
  /**
   * Redacts this value from now on, in all its forms. Values below 8 characters are ignored, because they would match
   * everywhere.
   */
  readonly protect: (secret: string | undefined) => void;
  /** Redacts all matches of this expression from now on. */
  readonly protectShape: (shape: RegExp) => void;
  readonly text: (text: string) => string;
  /**
   * Redacts every text inside a JSON value, including member names; returns the value itself if it contains no secret.
   * Throws CodedError('value.too_deep').
   */
  readonly value: <T>(value: T) => T;
  /** For text that arrives in pieces: holds back an end that may be the start of a secret. */
  readonly stream: () => { readonly next: (piece: string) => string; readonly end: () => string };
};

const minimumLength = 8;
const longestHeld = 8000;
const mark = '[redacted]';

const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [change(name), mapTexts(inner, change)]));
};

/** Returns how many characters at the end of a text may be the start of one of these. */
const beginningAtEnd = (text: string, all: readonly string[]): number => {
  let longest = 0;
  for (const one of all)
    for (let length = Math.min(one.length - 1, text.length); length > longest; length -= 1)
      if (text.endsWith(one.slice(0, length))) longest = length;
  return longest;
};

export const createRedaction = (secrets: readonly (string | undefined)[] = []): Redaction => {
  /** Longest first, since one may contain another. */
  let known: readonly string[] = [];
  const shapes: RegExp[] = [];
  const protect: Redaction['protect'] = (secret) => {
    if (secret === undefined || secret.length < minimumLength || known.includes(secret)) return;
    const forms = formsOf(secret).filter((form) => form.length >= minimumLength);
    known = [...new Set([...known, ...forms])].sort((one, other) => other.length - one.length);
  };
  const text: Redaction['text'] = (given) =>
    withoutShapes(
      known.reduce((left, secret) => (left.includes(secret) ? left.replaceAll(secret, mark) : left), given),
      shapes,
      mark,
    );
  const stream: Redaction['stream'] = () => {
    let held = '';
    return {
      next: (piece) => {
        const whole = held + piece;
        const shape = whole.length > longestHeld ? 0 : (beginningOfShape.exec(whole)?.[0].length ?? 0);
        const ready = text(whole.slice(0, whole.length - shape));
        const rest = whole.slice(whole.length - shape);
        const length = shape > 0 ? 0 : beginningAtEnd(ready, [...known, ...signs]);
        held = ready.slice(ready.length - length) + rest;
        return ready.slice(0, ready.length - length);
      },
      end: () => {
        const rest = text(held);
        held = '';
        return rest;
      },
    };
  };
  for (const secret of secrets) protect(secret);
  return {
    protect,
    protectShape: (shape) => {
      shapes.push(new RegExp(shape.source, shape.flags.includes('g') ? shape.flags : `${shape.flags}g`));
    },
    text,
    stream,
    value: (value) => {
      checkDepth(value);
      const json = JSON.stringify(value) ?? '';
      return text(json) === json ? value : (mapTexts(value, text) as typeof value);
    },
  };
};
