import { millisecondsOf } from '../time.ts';
import type { ArchiveEntry, IdeaState } from './archive.ts';

export const stages = ['proposal', 'novelty', 'experiments', 'figures', 'paper', 'review'] as const;
export type Stage = (typeof stages)[number];

const spans: Readonly<Record<Stage, readonly [from: IdeaState, to: IdeaState]>> = {
  proposal: ['drafting', 'proposed'],
  novelty: ['proposed', 'waiting'],
  experiments: ['coding', 'plotting'],
  figures: ['plotting', 'writing'],
  paper: ['writing', 'reviewing'],
  review: ['reviewing', 'reviewed'],
};

/** Undefined for no values, and for a mean of 0. */
const mean = (values: readonly number[]): number | undefined =>
  values.reduce((sum, value) => sum + value, 0) / values.length || undefined;

/**
 * How much of an idea's work each stage is: its mean duration in the run so far, in milliseconds. A stage that no idea has
 * completed yet counts as much as the mean of the others; all count alike at first.
 */
export const stageWeights = (entries: readonly ArchiveEntry[]): Readonly<Record<Stage, number>> => {
  const measured = stages.map((stage) => {
    const [from, to] = spans[stage];
    return mean(
      entries.flatMap(({ times }) => {
        const [began, ended] = [times[from], times[to]];
        return began === undefined || ended === undefined ? [] : [millisecondsOf(ended) - millisecondsOf(began)];
      }),
    );
  });
  const usual = mean(measured.filter((duration) => duration !== undefined)) || 1;
  return Object.fromEntries(stages.map((stage, index) => [stage, measured[index] ?? usual])) as Record<Stage, number>;
};
