/** A worked example for the prompt. The paper, its authors' choices and its numbers are fictional. */
const paper = `Title: Warm Restarts Help Tiny Recurrent Networks Count

Abstract. We ask whether restarting the learning rate helps small recurrent networks learn to count. On a synthetic task
(strings of up to 40 brackets), a 64-unit GRU trained with warm restarts reaches 97.1 % accuracy against 95.8 % with cosine
decay. We conclude that warm restarts substantially improve algorithmic learning.

Method. Both schedules run for 20,000 steps of Adam with a peak rate of 3e-3; restarts come every 4,000 steps.

Results. Mean accuracy over 3 seeds with standard error: cosine 95.8 (0.9), restarts 97.1 (0.8). On strings longer than those
of training: cosine 61.3 (2.4), restarts 58.9 (2.7).

Conclusion. Warm restarts are a simple and general way to improve the training of recurrent networks.`;

const review = {
  thought:
    'The comparison is clean, but the claim rests on 1.3 points with standard errors near 0.9 from 3 seeds: no evidence of a ' +
    'difference. At longer strings the sign is reversed, and the abstract hides it. The available evidence is reported honestly in ' +
    'the results, which speaks for the authors; the conclusion does not follow from it. Reject, with a path to a sound paper.',
  summary:
    'The paper compares cosine decay with warm restarts for a 64-unit GRU on a synthetic bracket-counting task. Restarts ' +
    'score 97.1 % against 95.8 % at trained lengths and 58.9 % against 61.3 % at longer ones, over 3 seeds; it concludes ' +
    'that restarts improve algorithmic learning in general.',
  strengths: [
    'One factor is varied: model, optimiser, step count and peak rate are the same for both schedules.',
    'Means come with standard errors over 3 seeds, and the unfavourable result at longer strings is reported.',
  ],
  weaknesses: [
    'The central claim is not supported: the gain of 1.3 points is within about one standard error of the difference ' +
      '(0.9 and 0.8 combine to 1.2), from 3 seeds.',
    'At longer strings, which would reveal counting, restarts are worse (58.9 against 61.3). The abstract and the conclusion ' +
      'leave this out and claim an improvement "in general".',
    'One task, one model size and one restart period: nothing supports "recurrent networks" as a class.',
    'Related work on restarts and on counting in recurrent networks is missing, so novelty cannot be judged.',
  ],
  questions: [
    'Does the difference hold with 10 or more seeds, or in a paired test on the same seeds?',
    'Was the peak rate tuned for each schedule? If only for one, the comparison favours it.',
  ],
  limitations: [
    'The paper states none. It should name the single synthetic task, the few seeds, and the loss at longer strings.',
  ],
  ethical_concerns: false,
  ethical_concerns_reason: '',
  originality: 2,
  quality: 2,
  clarity: 3,
  significance: 1,
  soundness: 2,
  presentation: 2,
  contribution: 1,
  overall: 3,
  confidence: 4,
  decision: 'Reject',
};

export const workedExample = `THIS IS AN EXAMPLE: a fictional paper and a good review of it. It shows the expected depth and form.
Do not copy its content, wording or scores into your own review.

Example paper:
"""
${paper}
"""

Example answer:
\`\`\`json
${JSON.stringify(review, null, 1)}
\`\`\``;
