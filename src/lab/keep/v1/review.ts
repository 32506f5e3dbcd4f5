import { parseJson } from '../../../events/json.ts';
import type { ImportedPaper } from '../../../events/vocabulary/imported.ts';
import { ratingNames, reviewSchema } from '../../../events/vocabulary/review.ts';
import { normaliseReview } from '../../../events/vocabulary/review-form.ts';

export type Rated = Pick<ImportedPaper, 'review' | 'ratings' | 'decision'>;

export const unrated: Rated = { review: null, ratings: {}, decision: '' };

/** Takes numbers and the decision from named fields, whatever else they lack; the whole review only in its full form. */
export const ratedBy = (value: unknown): Rated => {
  const fields = normaliseReview(value);
  if (fields === null || typeof fields !== 'object' || Array.isArray(fields)) return unrated;
  const given = fields as Readonly<Record<string, unknown>>;
  const numbers = ratingNames.flatMap((name) => {
    const number = given[name];
    return typeof number === 'number' && Number.isFinite(number) ? [[name, number] as const] : [];
  });
  const read = reviewSchema.safeParse(fields);
  return {
    review: read.success ? read.data : null,
    ratings: Object.fromEntries(numbers),
    decision: given.decision === 'Accept' || given.decision === 'Reject' ? given.decision : '',
  };
};

/** Reads a review; it rates nothing if it is not JSON. */
export const readReview = (text: string | undefined): Rated => {
  if (text === undefined) return unrated;
  try {
    return ratedBy(parseJson(text));
  } catch {
    return unrated;
  }
};

/** The verdict in one line; the ratings are in it if there is no whole review that has them. */
export const verdictText = ({ review, ratings, decision }: Rated): string => {
  const numbers = Object.entries(ratings).map(([name, number]) => `${name} ${number}`);
  const shown = review === null && numbers.length > 0 ? ` (${numbers.join(', ')})` : '';
  return `imported: ${decision || 'no decision'}${shown}`;
};
