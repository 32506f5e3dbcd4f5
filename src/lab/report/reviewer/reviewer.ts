import { extname } from 'node:path';
import { withBroker } from '../../runs/read.ts';
import { summarise } from '../../runs/summaries.ts';
import type { Verdict } from '../../runs/summary.ts';
import type { Services } from '../../services.ts';
import { type Agreement, agreementOf, calibratedThreshold, type Judged, type Measure, type Rule } from './agreement.ts';
import { type Interval, intervalsOf, type Sampling } from './bootstrap.ts';
import { type Label, readLabelled } from './labelled.ts';

export type ReviewerWish = {
  /** Path of the table of labelled papers. */
  readonly table: string;
  /** How judgements become decisions; `calibrated` finds a threshold for each reviewer. */
  readonly rule: Rule | 'calibrated';
  readonly sampling: Sampling;
};

/** The agreement of one reviewer, in one setting, with people. */
export type ReviewerRow = {
  readonly reviewer: string;
  readonly model: string;
  /** Settings in the reviewer's name: worked examples, rounds of reflection, independent reviews. */
  readonly examples: number;
  readonly reflections: number;
  readonly ensemble: number;
  readonly papers: number;
  readonly rule: Rule;
  readonly agreement: Agreement;
  readonly intervals: Readonly<Record<Measure, Interval>>;
  /** Paper -> run in the log; empty for judgements of the table. */
  readonly runs: Readonly<Record<string, string>>;
};

export type ReviewerReport = {
  readonly rows: readonly ReviewerRow[];
  readonly papers: number;
  /** Rows of the table that have no judgement. */
  readonly leftOut: number;
};

const settingIn = (reviewer: string, name: string, absent: number): number =>
  Number(new RegExp(`_${name}_(\\d{1,4})(?:_|$)`).exec(reviewer)?.[1] ?? absent);

/** Reads the settings from a name such as `gpt-4o_fewshot_1_reflect_5_ensemble_5`. */
export const settingsIn = (reviewer: string): Pick<ReviewerRow, 'model' | 'examples' | 'reflections' | 'ensemble'> => ({
  model: reviewer.split(/_(?:fewshot|reflect|ensemble)_\d/, 1)[0] ?? '',
  examples: settingIn(reviewer, 'fewshot', 0),
  reflections: settingIn(reviewer, 'reflect', 0),
  ensemble: settingIn(reviewer, 'ensemble', 1),
});

/** Bare names, because a file's name may have been changed to a run's. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

const isOf = ({ paper, file }: Verdict, label: Label): boolean =>
  file.slice(0, file.length - extname(file).length) === label.paper || bare(label.paper) === paper;

export type ReviewRun = { readonly run: string; readonly verdict: Verdict };

/** Joins recorded reviews with labels by the papers' names; of several reviews by one reviewer the first given counts. */
export const judgedInRuns = (
  labels: readonly Label[],
  reviews: readonly ReviewRun[],
): ReadonlyMap<string, readonly (Judged & { readonly run: string })[]> => {
  const judged = new Map<string, (Judged & { readonly run: string })[]>();
  for (const { run, verdict } of reviews) {
    const label = labels.find((one) => isOf(verdict, one));
    const others = judged.get(verdict.reviewer) ?? [];
    if (label === undefined || others.some(({ paper }) => paper === label.paper)) continue;
    const own = { ...label, run, score: verdict.score, decision: verdict.decision === 'Accept' };
    judged.set(verdict.reviewer, [...others, own]);
  }
  return judged;
};

const rowOf = (
  reviewer: string,
  judged: readonly (Judged & { readonly run?: string })[],
  { rule: wanted, sampling }: ReviewerWish,
): ReviewerRow => {
  const rule = wanted === 'calibrated' ? calibratedThreshold(judged) : wanted;
  return {
    reviewer,
    ...settingsIn(reviewer),
    papers: judged.length,
    rule,
    agreement: agreementOf(judged, rule),
    intervals: intervalsOf(judged, rule, sampling),
    runs: Object.fromEntries(judged.flatMap(({ paper, run }) => (run === undefined ? [] : [[paper, run]]))),
  };
};

/** Reviews in the log, newest first. */
const reviewsIn = (services: Services): Promise<readonly ReviewRun[]> =>
  withBroker(services, async (broker) =>
    (await summarise(broker)).runs.flatMap(({ run, summary: { verdict } }) =>
      verdict === null ? [] : [{ run, verdict }],
    ),
  );

/** Compares reviewers with people: those in the table, and the recorded reviews of papers that the table labels. */
export const reportReviewers = async (services: Services, wish: ReviewerWish): Promise<ReviewerReport> => {
  const { labels, judged, leftOut } = readLabelled(await services.outside.text(wish.table));
  const recorded = judgedInRuns(labels, await reviewsIn(services));
  const rows = [...judged, ...recorded].map(([reviewer, list]) => rowOf(reviewer, list, wish));
  return { rows, papers: labels.length, leftOut };
};
