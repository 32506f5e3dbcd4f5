import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  agreementOf,
  calibratedThreshold,
  type Judged,
  type Measure,
  measures,
  type Rule,
} from '../../../src/lab/report/reviewer/agreement.ts';
import { intervalsOf } from '../../../src/lab/report/reviewer/bootstrap.ts';
import { readLabelled } from '../../../src/lab/report/reviewer/labelled.ts';

const { judged, labels, leftOut } = readLabelled(
  await readFile(new URL('../../data/iclr-reviews.csv', import.meta.url), 'utf8'),
);
const of = (reviewer: string): readonly Judged[] => judged.get(reviewer) ?? assert.fail(`no ${reviewer}`);

/**
 * As scikit-learn 1.9 and SciPy compute them from the same file, in the order of `measures`, with accept =
 * `human_decision.startswith("Accept")` and prediction = `decision == "Accept"` or `overall >= threshold`:
 * balanced_accuracy_score, accuracy_score, f1_score, roc_auc_score(human, overall), fp / (fp + tn) and fn / (fn + tp) of
 * confusion_matrix, and pearsonr(overall, mean of human_scores).
 */
const expected: readonly (readonly [Rule, string, readonly number[]])[] = [
  [
    6,
    'gpt-4o_fewshot_1_reflect_5_ensemble_5',
    [
      0.6508668134287288, 0.662, 0.5699745547073791, 0.6914900935608146, 0.3069620253164557, 0.391304347826087,
      0.41877713887412493,
    ],
  ],
  [
    6,
    'gpt-4o_reflect_5_ensemble_5',
    [
      0.6291964777105118, 0.626, 0.557919621749409, 0.6645139653274629, 0.3829113924050633, 0.358695652173913,
      0.3211540711559784,
    ],
  ],
  [
    6,
    'gpt-4o_reflect_5',
    [
      0.6002339020363237, 0.598, 0.5270588235294118, 0.6583396395156851, 0.40822784810126583, 0.391304347826087,
      0.3213626532326989,
    ],
  ],
  [
    6,
    'gpt-4o',
    [
      0.5781164006604294, 0.56, 0.519650655021834, 0.6005520776004403, 0.49050632911392406, 0.3532608695652174,
      0.21851838472967844,
    ],
  ],
  [
    6,
    'gpt-4o-mini_fewshot_1_reflect_5_ensemble_5',
    [
      0.590327462850853, 0.64, 0.45121951219512196, 0.623950880572372, 0.22151898734177214, 0.5978260869565217,
      0.28993358436092137,
    ],
  ],
  [
    6,
    'claude-3-5-sonnet_reflect_5_ensemble_5',
    [0.5268987341772152, 0.402, 0.5517241379310345, 0.6208723170060539, 0.9462025316455697, 0, 0.3854890001339583],
  ],
  [
    8,
    'claude-3-5-sonnet_reflect_5_ensemble_5',
    [0.5943863511282333, 0.648, 0.45, 0.6208723170060539, 0.20253164556962025, 0.6086956521739131, 0.3854890001339583],
  ],
  [
    'decision',
    'gpt-4o_fewshot_1_reflect_5_ensemble_5',
    [
      0.6017129884424877, 0.696, 0.371900826446281, 0.6914900935608146, 0.04113924050632911, 0.7554347826086957,
      0.41877713887412493,
    ],
  ],
  [
    'decision',
    'gpt-4o',
    [
      0.5848238855255916, 0.656, 0.4027777777777778, 0.6005520776004403, 0.14556962025316456, 0.6847826086956522,
      0.21851838472967844,
    ],
  ],
];

test('the published reviews are read whole', () => {
  assert.equal(labels.length, 500);
  assert.equal(labels.filter(({ accepted }) => accepted).length, 184);
  assert.deepEqual(
    [...judged.values()].map(({ length }) => length),
    [500, 500, 500, 500, 500, 500],
  );
  assert.equal(leftOut, 0);
});

for (const [rule, reviewer, values] of expected)
  test(`${reviewer} at ${rule} agrees with people as scikit-learn says`, () => {
    const agreement = agreementOf(of(reviewer), rule);
    for (const [index, measure] of measures.entries()) {
      const difference = Math.abs((agreement[measure] ?? Number.NaN) - (values[index] ?? Number.NaN));
      assert.ok(difference < 1e-12, `${measure}: ${agreement[measure]}, not ${values[index]}`);
    }
  });

test('calibration finds the thresholds with the highest balanced accuracy', () => {
  const thresholds = [...judged].map(([reviewer, list]) => [reviewer, calibratedThreshold(list)]);
  assert.deepEqual(Object.fromEntries(thresholds), {
    'claude-3-5-sonnet_reflect_5_ensemble_5': 8,
    'gpt-4o': 6,
    'gpt-4o-mini_fewshot_1_reflect_5_ensemble_5': 6,
    'gpt-4o_fewshot_1_reflect_5_ensemble_5': 6,
    'gpt-4o_reflect_5': 4,
    'gpt-4o_reflect_5_ensemble_5': 6,
  });
});

const paper = (accepted: boolean, score: number | null, humanScore: number | null = null): Judged => ({
  paper: 'p',
  accepted,
  humanScore,
  score,
  decision: null,
});

test('of equally good thresholds the one nearest to 6 is taken', () => {
  assert.equal(calibratedThreshold([paper(false, 1), paper(true, 2), paper(false, 2), paper(true, 7)]), 7);
  assert.equal(calibratedThreshold([paper(false, 3), paper(true, 5), paper(false, 5), paper(true, 9)]), 5);
  assert.equal(calibratedThreshold([]), 6);
});

test('what is undefined is null, not a number', () => {
  const none = Object.fromEntries(measures.map((measure) => [measure, null]));
  assert.deepEqual(agreementOf([], 6), none);
  assert.deepEqual(agreementOf([paper(true, null)], 6), none);
  const { balancedAccuracy, auc, accuracy } = agreementOf([paper(true, 6), paper(true, 5)], 6);
  assert.deepEqual({ balancedAccuracy, auc, accuracy }, { balancedAccuracy: null, auc: null, accuracy: 0.5 });
});

test('intervals depend on the seed alone, and contain the value', () => {
  const list = of('gpt-4o_fewshot_1_reflect_5_ensemble_5');
  const [one, again, other] = [1, 1, 2].map((seed) => intervalsOf(list, 6, { seed, resamples: 200 }));
  assert.deepEqual(one, again);
  assert.notDeepEqual(one, other);
  const agreement = agreementOf(list, 6);
  for (const measure of measures) {
    const [low, high] = one?.[measure] ?? assert.fail(measure);
    const value = agreement[measure] as number;
    assert.ok(low < value && value < high, `${measure}: ${low} ${value} ${high}`);
  }
});

/** The standard error of a share is sqrt(p (1 - p) / n), and 95 % are 1.96 of them to each side. */
test('intervals are as wide as theory says', () => {
  const list = of('gpt-4o_fewshot_1_reflect_5_ensemble_5');
  const width = (measure: Measure): number => {
    const [low, high] = intervalsOf(list, 6, { seed: 7, resamples: 1000 })[measure] ?? assert.fail(measure);
    return high - low;
  };
  const wanted = 2 * 1.96 * Math.sqrt((0.662 * 0.338) / 500);
  assert.ok(Math.abs(width('accuracy') / wanted - 1) < 0.04, `${width('accuracy')}, not ${wanted}`);
});
