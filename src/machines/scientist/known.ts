import type { Context, Proposed } from './context.ts';

/** An archived idea, as a prompt shows it whole. */
export type Known = {
  readonly name: string;
  readonly title: string;
  readonly experiment: string;
  readonly origin: 'seed' | 'earlier run' | 'this run';
  /** Mean overall score of the reviews, 1 to 10; 0 for a failed idea, null if it has no score. */
  readonly score: number | null;
  readonly outcome: string;
};

/** An idea beyond those: its name keeps being taken, its title says what it is about. */
export type Named = Pick<Known, 'name'> & { readonly title?: string };

const maximumWhole = 60;
const mostRecent = 30;
const maximumPlanLength = 400;
/** Of all titles without a plan together, in characters: about 10,000 tokens. */
const maximumTitlesLength = 40_000;

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

/** Which ideas are shown whole: all up to 60; beyond that the 30 most recent and, of the others, the 30 best-scored. */
const wholeOf = (every: readonly Known[]): ReadonlySet<Known> => {
  if (every.length <= maximumWhole) return new Set(every);
  const [older, recent] = [every.slice(0, -mostRecent), every.slice(-mostRecent)];
  const best = older.toSorted((one, other) => (other.score ?? -1) - (one.score ?? -1));
  return new Set([...recent, ...best.slice(0, maximumWhole - mostRecent)]);
};

/**
 * What a prompt shows of the archive, oldest first: every name, since a name that is taken is refused. The ideas that are
 * shown whole have their plans cut after 400 characters; of the others the newest have their titles, as far as these go.
 */
export const shownIdeas = (context: Context): readonly (Known | Named)[] => {
  const every = everyIdea(context);
  const whole = wholeOf(every);
  let titles = 0;
  const shown = every.toReversed().map((idea) => {
    if (whole.has(idea)) return { ...idea, experiment: clipped(idea.experiment) };
    const { name, title } = idea;
    titles += title.length;
    return titles <= maximumTitlesLength ? { name, title } : { name };
  });
  return shown.reverse();
};
