import type { Context, Proposed } from './context.ts';

/** An archived idea as a prompt shows it. */
export type Known = {
  readonly name: string;
  readonly title: string;
  readonly experiment: string;
  readonly origin: 'seed' | 'earlier run' | 'this run';
  /** Mean overall score of the reviews, 1 to 10; 0 for a failed idea, null if it has no score. */
  readonly score: number | null;
  readonly outcome: string;
};

const maximumKnown = 60;
const mostRecent = 30;
const maximumPlanLength = 400;

const clipped = (text: string): string =>
  text.length <= maximumPlanLength ? text : `${text.slice(0, maximumPlanLength)} […]`;

/**
 * Batch proposals hide the outcomes of this run's other ideas: some may finish while later ones are still being
 * proposed, so showing their scores would make the prompt depend on timing.
 */
const ofThisRun = ({ idea, novel, outcome, score }: Proposed, open: boolean): Known => ({
  name: idea.name,
  title: idea.title,
  experiment: idea.experiment,
  origin: 'this run',
  score: open ? score : null,
  outcome: novel === false ? 'not novel' : ((open ? outcome : null) ?? 'proposed'),
});

/** Returns all ideas except the current one, oldest first: seeds, earlier runs, this run. */
export const everyIdea = ({ started, proposed, number }: Context): readonly Known[] => [
  ...started.template.seeds.map(({ name, title, experiment }) => ({
    name,
    title,
    experiment,
    origin: 'seed' as const,
    score: null,
    outcome: 'seed',
  })),
  ...started.earlier.map(({ name, title, experiment, score, outcome }) => ({
    name,
    title,
    experiment,
    origin: 'earlier run' as const,
    score,
    outcome,
  })),
  ...proposed
    .filter((one) => one.number !== number)
    .map((one) => ofThisRun(one, started.settings.mode === 'open-ended')),
];

/**
 * Selects the ideas that a prompt shows, oldest first: all of them up to 60, otherwise the 30 most recent and the
 * best-scored of the rest. Plans are truncated to 400 characters.
 */
export const shownIdeas = (context: Context): readonly Known[] => {
  const every = everyIdea(context);
  const older = every.slice(0, Math.max(0, every.length - mostRecent));
  const best = new Set(
    older.toSorted((one, other) => (other.score ?? -1) - (one.score ?? -1)).slice(0, maximumKnown - mostRecent),
  );
  const shown = every.length <= maximumKnown ? every : every.filter((one) => !older.includes(one) || best.has(one));
  return shown.map((one) => ({ ...one, experiment: clipped(one.experiment) }));
};
