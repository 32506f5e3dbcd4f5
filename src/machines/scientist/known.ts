import type { Context, Proposed } from './context.ts';

/** An idea of the archive, as a prompt shows it. */
export type Known = {
  readonly name: string;
  readonly title: string;
  readonly experiment: string;
  readonly origin: 'seed' | 'earlier run' | 'this run';
  /** Mean overall score of the reviews, 1 to 10; 0 for an idea that failed; null when there is none. */
  readonly score: number | null;
  readonly outcome: string;
};

const maximumKnown = 60;
const mostRecent = 30;
const maximumPlanLength = 400;

const clipped = (text: string): string =>
  text.length <= maximumPlanLength ? text : `${text.slice(0, maximumPlanLength)} […]`;

/**
 * In batch mode ideas are proposed without knowing what became of the others; since some may already be finished
 * while later ones are still being proposed, their scores are left out rather than depend on timing.
 */
const ofThisRun = ({ idea, novel, outcome, score }: Proposed, open: boolean): Known => ({
  name: idea.name,
  title: idea.title,
  experiment: idea.experiment,
  origin: 'this run',
  score: open ? score : null,
  outcome: novel === false ? 'not novel' : ((open ? outcome : null) ?? 'proposed'),
});

/** Every idea that there is, oldest first: seeds, earlier runs, this run. The one being worked on is left out. */
export const everyIdea = ({ started, proposed, number }: Context): readonly Known[] => [
  ...started.template.seeds.map(({ name, title, experiment }) => ({
    name,
    title,
    experiment,
    origin: 'seed' as const,
    score: null,
    outcome: 'seed',
  })),
  ...started.earlier.ideas.map(({ name, title, experiment, score, outcome }) => ({
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
 * What a prompt shows of the archive: all of it up to 60 ideas; beyond that the 30 most recent and, of the others, the
 * best-scored, oldest first as before. Plans are cut after 400 characters.
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
