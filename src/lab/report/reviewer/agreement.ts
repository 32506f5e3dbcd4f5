import { correlation } from '../statistics.ts';

/** One paper with the decision of its human reviewers and that of a model. */
export type Judged = {
  readonly paper: string;
  /** True if people accepted it. */
  readonly accepted: boolean;
  /** Mean of the human scores; null if there are none. */
  readonly humanScore: number | null;
  /** The model's overall score; null if there is only a decision. */
  readonly score: number | null;
  /** The decision that the model wrote; null if there is only a score. */
  readonly decision: boolean | null;
};

/** How a model's judgement becomes a decision: as it wrote it, or by a threshold on its overall score. */
export type Rule = 'decision' | number;

export const measures = [
  'balancedAccuracy',
  'accuracy',
  'f1',
  'auc',
  'falsePositiveRate',
  'falseNegativeRate',
  'correlation',
] as const;

export type Measure = (typeof measures)[number];

/** Null where a measure is undefined, as the AUC of papers that were all accepted. */
export type Agreement = Readonly<Record<Measure, number | null>>;

/** Undefined if the rule needs what the paper lacks. */
export const accepts = ({ score, decision }: Judged, rule: Rule): boolean | undefined => {
  if (rule === 'decision') return decision ?? undefined;
  return score === null ? undefined : score >= rule;
};

type Counts = { readonly positives: number; readonly negatives: number };

/**
 * The probability that an accepted paper has a higher score than a rejected one, equal scores counted as half: the area
 * under the ROC curve.
 */
const areaUnderCurve = (judged: readonly Judged[]): number | null => {
  const byScore = new Map<number, Counts>();
  for (const { score, accepted } of judged) {
    if (score === null) continue;
    const { positives, negatives } = byScore.get(score) ?? { positives: 0, negatives: 0 };
    byScore.set(score, accepted ? { positives: positives + 1, negatives } : { positives, negatives: negatives + 1 });
  }
  let [below, pairs, allPositives] = [0, 0, 0];
  for (const score of [...byScore.keys()].sort((one, other) => one - other)) {
    const { positives, negatives } = byScore.get(score) as Counts;
    pairs += positives * (below + negatives / 2);
    below += negatives;
    allPositives += positives;
  }
  return ratio(pairs, allPositives * below);
};

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Compares a model's decisions with people's; "positive" means accepted. */
export const agreementOf = (judged: readonly Judged[], rule: Rule): Agreement => {
  let [truePositives, falsePositives, trueNegatives, falseNegatives] = [0, 0, 0, 0];
  const scores: [number, number][] = [];
  for (const one of judged) {
    const accepted = accepts(one, rule);
    if (accepted && one.accepted) truePositives += 1;
    if (accepted && !one.accepted) falsePositives += 1;
    if (accepted === false && !one.accepted) trueNegatives += 1;
    if (accepted === false && one.accepted) falseNegatives += 1;
    if (one.score !== null && one.humanScore !== null) scores.push([one.score, one.humanScore]);
  }
  const falsePositiveRate = ratio(falsePositives, falsePositives + trueNegatives);
  const falseNegativeRate = ratio(falseNegatives, falseNegatives + truePositives);
  const right = truePositives + trueNegatives;
  return {
    balancedAccuracy:
      falsePositiveRate === null || falseNegativeRate === null ? null : 1 - (falsePositiveRate + falseNegativeRate) / 2,
    accuracy: ratio(right, right + falsePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    auc: areaUnderCurve(judged),
    falsePositiveRate,
    falseNegativeRate,
    correlation: correlation(scores),
  };
};

/** The threshold of "weak accept" on the review form. */
export const usualThreshold = 6;

/**
 * The threshold with the highest balanced accuracy on these papers; of equal ones that nearest to the usual one. It is
 * chosen on the papers that it is measured on, so the agreement is optimistic.
 */
export const calibratedThreshold = (judged: readonly Judged[]): number => {
  const candidates = [...new Set(judged.flatMap(({ score }) => (score === null ? [] : [score])))];
  const valued = candidates.map((threshold) => ({
    threshold,
    value: agreementOf(judged, threshold).balancedAccuracy ?? 0,
  }));
  valued.sort(
    (one, other) =>
      other.value - one.value ||
      Math.abs(one.threshold - usualThreshold) - Math.abs(other.threshold - usualThreshold) ||
      one.threshold - other.threshold,
  );
  return valued[0]?.threshold ?? usualThreshold;
};
