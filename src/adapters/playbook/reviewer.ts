import type { Question } from './question.ts';
import { json } from './script.ts';

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, Math.round(value)));

/** What a program can see of a paper's quality; the scores below follow from it and from nothing else. */
const observe = (paper: string) => ({
  errorBars: count(paper, /±|\\pm|standard error/g),
  figures: count(paper, /Figure \d|\\includegraphics/g),
  tables: count(paper, /Table \d|\\begin\{table/g),
  references: count(paper, /arxiv\.org|doi\.org/gi),
  candour: count(paper, /\bworse\b|no measurable difference|limitation/gi),
  words: count(paper, /\S+/g),
});

const score = (paper: string, referee: number) => {
  const seen = observe(paper);
  const evidence = (seen.errorBars > 4 ? 1 : 0) + (seen.tables > 0 ? 1 : 0) + (seen.figures > 1 ? 1 : 0);
  const leniency = ((referee * 7) % 5) / 4 - 0.5;
  const overall = within(
    2 + evidence * 0.7 + (seen.candour > 3 ? 0.6 : 0) + (seen.references > 5 ? 0.6 : 0) + leniency,
    1,
    6,
  );
  return { seen, overall, evidence, leniency };
};

const write = (paper: string, referee: number) => {
  const { seen, overall, evidence, leniency } = score(paper, referee);
  return {
    summary:
      'The paper changes one ingredient of the training of a small transformer on modular arithmetic and measures, against a baseline run by the same program, how soon the network generalises after it has memorised.',
    strengths: [
      'One change at a time against a baseline that was run under the same conditions.',
      ...(seen.errorBars > 4
        ? ['Means come with standard errors over seeds, and small differences are not called differences.']
        : []),
      ...(seen.candour > 3 ? ['Results that speak against the idea, and limitations, are stated plainly.'] : []),
    ],
    weaknesses: [
      'The problems are tiny and the seeds few; it is open whether anything carries over to larger models.',
      ...(seen.references > 5 ? [] : ['Too little related work is discussed.']),
      ...(evidence < 3
        ? ['The evidence is thin: more figures or tables are needed.']
        : ['Hyperparameters were not tuned separately for each variant.']),
    ],
    questions: ['Does the effect keep its sign with another learning rate or another fraction of training data?'],
    limitations: ['Small models, small data, few seeds: the paper says so.'],
    ethical_concerns: false,
    ethical_concerns_reason: '',
    originality: 2,
    quality: within(2 + evidence / 3 + leniency, 1, 4),
    clarity: 3,
    significance: 2,
    soundness: within(2 + evidence / 3, 1, 4),
    presentation: 3,
    contribution: within(2 + leniency / 2, 1, 4),
    overall,
    confidence: 3 + (referee % 2),
    decision: overall >= 6 ? 'Accept' : 'Reject',
  };
};

export const review = (question: Question): string =>
  `THOUGHT: What is claimed, and what was measured?\n\n${json(write(question.paper, question.data.referee?.number ?? 1))}`;

export const reflect = (question: Question): string => json({ ...question.data.review, done: true });

export const meta = (question: Question): string => {
  const reviews: any[] = question.data.reviews ?? [];
  const mean = reviews.reduce((sum, { overall }) => sum + overall, 0) / Math.max(reviews.length, 1);
  const { summary, ...rest } = write(question.paper, 1);
  return json({
    ...rest,
    summary: `${summary} The ${reviews.length} referees agree on what was done; their overall scores average ${mean.toFixed(1)}.`,
    overall: within(mean, 1, 10),
    decision: mean >= 5.5 ? 'Accept' : 'Reject',
  });
};
