import { ideaScope } from '../../events/id.ts';
import type { Evidence } from '../../events/projections/evidence.ts';
import type { SummarisedRun } from '../runs/summaries.ts';
import { maximum, mean, standardError } from './statistics.ts';

/** An idea of a report. Its figures lead back to the events of its evidence, in its run. */
export type ReportedIdea = {
  readonly run: string;
  readonly scope: string;
  readonly name: string;
  readonly score: number | null;
  readonly evidence: Evidence;
};

/** The paper's columns for one template and model; counts are of ideas that have the evidence. */
export type Row = {
  readonly template: string;
  /** The models that made ideas, code and papers. */
  readonly model: string;
  readonly runs: readonly string[];
  /** True if all the runs were imported from another system. */
  readonly imported: boolean;
  readonly ideas: number;
  /** Null if the novelty of none was judged. */
  readonly novel: number | null;
  /** Null if there are papers, but no experiments: they were not recorded. */
  readonly passed: number | null;
  readonly papers: number;
  /** How many papers have a score. */
  readonly scored: number;
  readonly meanScore: number | null;
  /** Of the mean score. */
  readonly standardError: number | null;
  readonly maximumScore: number | null;
  /** Null if no price is known. */
  readonly dollars: number | null;
  /** Calls of unknown price: if there are any, the dollars are a lower bound. */
  readonly unpriced: number;
  readonly dollarsPerPaper: number | null;
  readonly evidence: readonly ReportedIdea[];
};

const ideasOf = ({ run, summary }: SummarisedRun): readonly ReportedIdea[] =>
  summary.ideas
    .filter(({ isShared, name }) => !isShared && name !== '')
    .map(({ number, name, score, evidence }) => ({
      ...{ run, scope: ideaScope(number), name, evidence },
      score: evidence.reviewed === null ? null : score,
    }));

const has = (ideas: readonly ReportedIdea[], step: keyof Evidence): number =>
  ideas.filter(({ evidence }) => evidence[step] !== null).length;

const rowOf = (runs: readonly SummarisedRun[]): Row => {
  const evidence = runs.flatMap(ideasOf);
  const scores = evidence.flatMap(({ score }) => (score === null ? [] : [score]));
  const papers = has(evidence, 'paper');
  const passed = has(evidence, 'passed');
  const isJudged = runs.some(({ summary }) => summary.ideas.some(({ judgement }) => judgement !== null));
  const unpriced = runs.reduce((sum, { summary }) => sum + summary.unpriced, 0);
  const paid = runs.reduce((sum, { summary }) => sum + summary.dollars, 0);
  const dollars = paid === 0 && unpriced > 0 ? null : paid;
  const [first] = runs;
  return {
    template: first?.summary.template ?? '',
    model: modelOf(first),
    runs: runs.map(({ run }) => run),
    imported: runs.every(({ summary }) => summary.imported !== ''),
    ideas: evidence.length,
    novel: isJudged ? has(evidence, 'novel') : null,
    passed: passed === 0 && papers > 0 ? null : passed,
    papers,
    scored: scores.length,
    meanScore: mean(scores),
    standardError: standardError(scores),
    maximumScore: maximum(scores),
    dollars,
    unpriced,
    dollarsPerPaper: papers === 0 || dollars === null ? null : dollars / papers,
    evidence,
  };
};

const modelOf = (run: SummarisedRun | undefined): string => run?.summary.authors.join(', ') ?? '';

/** Runs that a report has: those with ideas or costs of research, without incomplete forks. */
export const isReported = ({ summary: { isReview, isHalf, ideas, dollars, unpriced } }: SummarisedRun): boolean =>
  !isReview && !isHalf && (ideas.length > 0 || dollars > 0 || unpriced > 0);

/**
 * One row for each template and model, in their order, from runs that did research. Costs are those of whole runs, and
 * what a fork shares with its original is counted there alone.
 */
export const rowsOf = (runs: readonly SummarisedRun[]): readonly Row[] => {
  const groups = new Map<string, SummarisedRun[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.summary.template, modelOf(run)]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => rowOf(group));
};
