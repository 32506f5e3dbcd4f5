import * as z from 'zod';
import { withoutTags } from '../delimiters.ts';
import { type Review, ratingNames, reviewSchema } from './review.ts';

const listNames = ['strengths', 'weaknesses', 'questions', 'limitations'] as const;

/** Renders the form for a prompt: one line per field, with meaning and scale. */
export const reviewForm: string = Object.entries(reviewSchema.shape)
  .map(([name, field]) => `- "${name}": ${field.description}`)
  .join('\n');

/** `Ethical Concerns` -> `ethical_concerns`. */
const keyOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

/** "7", "7/10" and "7: accept" -> 7; other values are left to the schema. */
const toNumber = (value: unknown): unknown => {
  const digits = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)(?!\d)/.exec(value)?.[1] : undefined;
  return digits === undefined ? value : Number(digits);
};

/** Splits text into lines without bullets; null becomes an empty list. */
const toList = (value: unknown): unknown => {
  if (value === null) return [];
  if (typeof value !== 'string') return value;
  const points = value.split('\n').map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '').trim());
  return points.filter((point) => point !== '');
};

const toBoolean = (value: unknown): unknown => {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (/^(?:true|yes)\b/.test(word)) return true;
  return /^(?:false|none|no)\b/.test(word) ? false : value;
};

/** Maps "accept", "WEAK REJECT" and "not accepted" to a decision; "accept or reject" is ambiguous and stays. */
const toDecision = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  const rejects = /reject|not\s+(?:be\s+)?accept/i.test(value);
  const accepts = /accept/i.test(value.replace(/not\s+(?:be\s+)?accept\w*/gi, ''));
  if (rejects === accepts) return value;
  return accepts ? 'Accept' : 'Reject';
};

/** Normalises what models send (capitalised keys, numbers as text, text for a list) to the form's types. */
export const normaliseReview = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const review: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([name, field]) => [keyOf(name), field]),
  );
  for (const name of ratingNames) if (name in review) review[name] = toNumber(review[name]);
  for (const name of listNames) if (name in review) review[name] = toList(review[name]);
  if (review.ethical_concerns_reason === null) review.ethical_concerns_reason = '';
  for (const name of ['ethical_concerns', 'done']) if (name in review) review[name] = toBoolean(review[name]);
  review.decision = toDecision(review.decision);
  return review;
};

export const reviewAnswerSchema = z.preprocess(normaliseReview, reviewSchema);

const reflectionSchema = reviewSchema.extend({ done: z.boolean().default(false) });

/** Fills fields that a final answer omits, because they are unchanged, from `previous`. */
export const reflectionAnswerSchema = (previous: Review) =>
  z.preprocess((value) => {
    const review = normaliseReview(value) as { readonly done?: unknown; readonly decision?: unknown } | null;
    if (review === null || review?.done !== true) return review;
    return { ...previous, ...review, decision: review.decision ?? previous.decision };
  }, reflectionSchema);

/** Puts an untrusted paper between tags; within it no tag of a prompt can be opened or closed. */
export const paperBlock = (text: string): string => {
  const harmless = withoutTags(text, '&lt;');
  const cut = harmless.length > maximumPaperLength;
  return `<paper>\n${harmless.slice(0, maximumPaperLength)}${cut ? '\n[The text is cut here.]' : ''}\n</paper>`;
};

/** Characters; about 60 pages. */
const maximumPaperLength = 200_000;
