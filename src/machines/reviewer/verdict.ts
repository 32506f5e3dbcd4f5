import { type Review, ratingNames } from '../../events/vocabulary/review.ts';

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Unrounded mean of the overall scores of at least one review. */
export const scoreOf = (reviews: readonly Review[]): number => mean(reviews.map((review) => review.overall));

/** Rounds half a point up. */
const roundedMeans = (reviews: readonly Review[]): Pick<Review, (typeof ratingNames)[number]> =>
  Object.fromEntries(
    ratingNames.map((name) => [name, Math.round(mean(reviews.map((review) => review[name])))]),
  ) as Pick<Review, (typeof ratingNames)[number]>;

/**
 * Overall scores of 6 and above accept and scores of 3 and below reject, regardless of the chair; between these, where
 * the scale calls a paper borderline, the chair decides.
 */
export const settleDecision = (overall: number, chair: Review['decision']): Review['decision'] => {
  if (overall >= 6) return 'Accept';
  return overall <= 3 ? 'Reject' : chair;
};

/**
 * Builds the verdict: text by the chair, or by the first review if the chair has none; the means of the reviews'
 * numbers; and a decision that fits both.
 */
export const verdictOf = (reviews: readonly Review[], chair: Review | null): Review => {
  const text = chair ?? reviews[0];
  if (text === undefined) throw new Error('there is no review to base a verdict on');
  const ratings = roundedMeans(reviews);
  const decision = settleDecision(ratings.overall, text.decision);
  const overruled = `The decision follows the mean overall score of ${ratings.overall}; the text argues for "${text.decision}".`;
  const summary = decision === text.decision ? text.summary : `${text.summary}\n\n${overruled}`;
  return { ...text, ...ratings, summary, decision };
};

const together = (reviews: readonly Review[], name: 'strengths' | 'weaknesses' | 'questions' | 'limitations') => [
  ...new Set(reviews.flatMap((review) => review[name])),
];

/** Replaces a missing summary by the chair: everything that the reviews say, side by side. */
export const aggregate = (reviews: readonly Review[], reason: string): Review => {
  const accepting = reviews.filter((review) => review.decision === 'Accept').length;
  const concerned = reviews.filter((review) => review.ethical_concerns);
  const summaries = reviews.map((review, index) => `Review ${index + 1}: ${review.summary}`);
  return {
    summary: `There is no summary by an area chair (${reason}); the ${reviews.length} reviews are combined unchanged.\n\n${summaries.join('\n\n')}`,
    strengths: together(reviews, 'strengths'),
    weaknesses: together(reviews, 'weaknesses'),
    questions: together(reviews, 'questions'),
    limitations: together(reviews, 'limitations'),
    ethical_concerns: concerned.length > 0,
    ethical_concerns_reason: concerned.map((review) => review.ethical_concerns_reason).join('\n'),
    ...roundedMeans(reviews),
    // A tie rejects.
    decision: accepting * 2 > reviews.length ? 'Accept' : 'Reject',
  };
};
