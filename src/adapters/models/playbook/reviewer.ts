import type { Content } from './content.ts';
import { observe, type Seen } from './observe.ts';
import type { Question } from './question.ts';
import { type Judge, judgeNumber } from './referees.ts';
import { json } from './script.ts';

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, Math.round(value)));

/** The strength of the evidence, from 0 (none) to 1. */
const evidenceOf = (seen: Seen): number => {
  const points = [
    seen.tables >= 1,
    seen.tables >= 2,
    seen.figures >= 2,
    seen.errorBars >= 8,
    seen.seeds >= 3,
    seen.seeds >= 5,
    seen.datasets >= 2,
    seen.datasets >= 4,
  ];
  return points.filter(Boolean).length / points.length;
};

/** Returns the paper's overall finding. */
const findingOf = ({ gains, losses }: Seen): 'gain' | 'mixed' | 'loss' | 'none' => {
  if (gains > 2 * losses) return 'gain';
  if (losses > 2 * gains) return 'loss';
  return gains + losses > 0 ? 'mixed' : 'none';
};

const ratingsOf = (seen: Seen, judge: Judge) => {
  const finding = { gain: 1, mixed: 0.8, loss: 0.55, none: 0.1 }[findingOf(seen)];
  const evidence = evidenceOf(seen);
  const scholarship = Math.min(1, seen.references / 6);
  const candour = (seen.statesLimits ? 0.5 : 0) + (seen.nulls + seen.losses > 1 ? 0.5 : 0);
  const doubt = Math.min(0.6, 0.12 * seen.nulls);
  const overall = 0.6 + 2.2 * evidence + 0.8 * scholarship + 0.7 * candour + 1.1 * finding - doubt + judge.leniency;
  return {
    originality: within(1.8 + 0.5 * finding + judge.leniency / 2, 1, 4),
    quality: within(1 + 2 * evidence + 0.5 * candour + judge.leniency / 2, 1, 4),
    clarity: within(2 + 0.5 * Math.min(1, seen.equations / 2) + 0.6 * candour, 1, 4),
    significance: within(1.4 + 0.6 * finding + judge.leniency / 2, 1, 4),
    soundness: within(1 + 2.2 * evidence + 0.4 * candour, 1, 4),
    presentation: within(1.5 + 0.5 * scholarship + (seen.figures > 1 ? 0.7 : 0) + (seen.tables > 0 ? 0.4 : 0), 1, 4),
    contribution: within(1.5 + 0.6 * finding + judge.leniency / 2, 1, 4),
    overall: within(overall, 1, 7),
    confidence: judge.confidence,
  };
};

const when = (condition: boolean, text: string): readonly string[] => (condition ? [text] : []);

const strengthsOf = (seen: Seen): readonly string[] => [
  'One thing is changed at a time, against a baseline from the same program with the same seeds and budget.',
  ...when(
    seen.errorBars >= 8,
    `Values come with standard errors over ${seen.seeds || 'several'} seeds, and a difference is only called one when it exceeds twice its error.`,
  ),
  ...when(seen.losses > 0, 'Outcomes that speak against the idea are reported as such, in the abstract too.'),
  ...when(seen.equations >= 2, 'The change is given by equations that suffice to build it again.'),
  ...when(seen.statesLimits, 'The limitations are specific to these experiments and not a formula.'),
];

const weaknessesOf = (seen: Seen, datasets: string): readonly string[] => [
  ...when(
    seen.seeds < 5,
    `With ${seen.seeds || 'so few'} seeds only large effects can be seen, and many comparisons remain open.`,
  ),
  ...when(
    seen.datasets < 4,
    `Only ${seen.datasets} ${datasets} of one small size are studied; nothing shows that the findings carry over.`,
  ),
  ...when(
    seen.nulls > 4,
    'A good part of the comparisons ends in no measurable difference: the experiment lacks power.',
  ),
  ...when(seen.references < 5, `Only ${seen.references} works are cited; the relation to the literature stays thin.`),
  ...when(seen.tables === 0 || seen.figures < 2, 'There are too few tables and figures to follow the argument.'),
  ...when(!seen.statesLimits, 'The limitations are not discussed.'),
  'Hyperparameters were chosen for the baseline and were not tuned again for the variants.',
];

const summaryOf = (seen: Seen, subject: string): string => {
  const outcome = {
    gain: 'A measurable gain over the baseline is reported.',
    mixed: 'The outcome is mixed: some changes help, others do worse than the baseline.',
    loss: 'The changes do worse than the baseline, and the paper says so.',
    none: 'No measurable difference from the baseline is found.',
  }[findingOf(seen)];
  const claim = seen.claims[0] === undefined ? '' : ` Its central claim: "${seen.claims[0].slice(0, 400)}"`;
  return `${subject}${claim} ${outcome}`;
};

const seenIn = ({ datasets }: Content, paper: string): Seen => observe(paper, Object.values(datasets));

const write = (content: Content, paper: string, number: number) => {
  const { subject, datasets, limitations, referees } = content.review;
  const judge = judgeNumber(number);
  const referee = referees[(number - 1) % referees.length];
  const seen = seenIn(content, paper);
  const ratings = ratingsOf(seen, judge);
  return {
    summary: summaryOf(seen, subject),
    strengths: strengthsOf(seen),
    weaknesses: [...(referee ? [referee.weakness] : []), ...weaknessesOf(seen, datasets)],
    questions: referee ? [referee.question] : [],
    limitations: [
      seen.statesLimits
        ? `The authors name ${limitations}; I agree with them.`
        : 'The authors should say how far their findings reach.',
    ],
    ethical_concerns: false,
    ethical_concerns_reason: '',
    ...ratings,
    decision: ratings.overall >= 6 ? 'Accept' : 'Reject',
  };
};

export const review = (content: Content, { paper, data }: Question): string => {
  const written = write(content, paper, data.referee?.number ?? 1);
  return `THOUGHT:\n${judgeNumber(data.referee?.number ?? 1).thought} ${written.summary}\n\n${json(written)}`;
};

/** The first reflection adds one question and ends the reflections. */
export const reflect = ({ data }: Question): string => {
  const question = 'How many seeds would be needed to settle the comparisons that are left open?';
  const questions: readonly string[] = data.review?.questions ?? [];
  const added = questions.includes(question) ? questions : [...questions, question];
  return `THOUGHT:\nThe ratings agree with the text; one question was missing.\n\n${json({ ...data.review, questions: added, done: true })}`;
};

const ratingNames = [
  'originality',
  'quality',
  'clarity',
  'significance',
  'soundness',
  'presentation',
  'contribution',
  'overall',
  'confidence',
];

/** Answers as an area chair: the majority's statements and the mean ratings. */
export const meta = (content: Content, { paper, data }: Question): string => {
  const reviews: readonly any[] = data.reviews ?? [];
  const mean = (name: string): number =>
    reviews.reduce((sum, review) => sum + review[name], 0) / Math.max(reviews.length, 1);
  const overall = mean('overall');
  const shared = (name: string): readonly string[] => [
    ...new Set(reviews.flatMap((review) => review[name] as string[])),
  ];
  const spread =
    Math.max(...reviews.map((review) => review.overall)) - Math.min(...reviews.map((review) => review.overall));
  const agreement =
    spread > 1 ? 'They differ in how much weight they give to the small scale' : 'They agree in substance';
  return `THOUGHT:\nThe referees' facts hold; what decides is the evidence.\n\n${json({
    ...write(content, paper, 1),
    summary: `${summaryOf(seenIn(content, paper), content.review.subject)} ${reviews.length} referees read it; their overall scores average ${overall.toFixed(1)}. ${agreement}.`,
    strengths: shared('strengths').slice(0, 5),
    weaknesses: shared('weaknesses').slice(0, 7),
    questions: shared('questions').slice(0, 6),
    limitations: shared('limitations').slice(0, 3),
    ...Object.fromEntries(
      ratingNames.map((name) => [name, within(mean(name), 1, name === 'overall' ? 10 : name === 'confidence' ? 5 : 4)]),
    ),
    decision: overall >= 5.5 ? 'Accept' : 'Reject',
  })}`;
};
