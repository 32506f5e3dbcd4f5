import { loadRoles, reviewRoles } from '../../actors/roles/load.ts';
import { beginning } from '../../actors/storing.ts';
import { type Budget, type RunStarted, settingsSchema } from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import type { LoadedTemplate } from '../../ports/templates.ts';
import { cleanLine } from '../../text/clean.ts';
import { holdingBroker } from '../runs/read.ts';
import { whileStoring } from '../runs/storing.ts';
import { templateOfReviews } from '../runs/template.ts';
import type { Hands, ModelChoice, Services } from '../services.ts';
import { assembleRoster, createLog, runName } from './begin.ts';
import { checkPrices } from './check-prices.ts';
import { checkRequirements } from './check-requirements.ts';
import { prepareWork, type Work } from './work.ts';

/** A person's wish for the review of a paper from outside. */
export type ReviewWish = {
  /** A PDF, or a LaTeX source with its files beside it. */
  readonly path: string;
  readonly reviews: number;
  /** Rounds of reflection in which each referee revises its review. */
  readonly reflections: number;
  /** Whether to show the model images of the pages. */
  readonly withPages: boolean;
  readonly budget: Budget;
  readonly models: ModelChoice;
};

/** An empty template, because a review has no ideas and no code. */
const ofReviews = ({ template, ...rest }: LoadedTemplate): LoadedTemplate => ({
  ...rest,
  template: {
    ...template,
    name: 'review',
    system: '',
    taskDescription: '',
    metrics: {},
    seeds: [],
    workspace: {},
    latex: {},
  },
});

const stemOf = (file: string): string =>
  file
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40) || 'paper';

const readPaper = async (
  broker: Broker,
  { papers }: Hands,
  { path, withPages }: ReviewWish,
  warn: (text: string) => void,
  signal: AbortSignal,
): Promise<NonNullable<RunStarted['paper']>> => {
  const { title, text, pages, bytes, notices } = await papers.read(path, signal);
  notices.forEach(warn);
  const file = cleanLine(path.split('/').at(-1) ?? path);
  return {
    name: stemOf(file),
    title: title || file,
    text,
    file: { name: file, blob: await broker.blobs.put(bytes), sizeBytes: bytes.length },
    pages: withPages ? await Promise.all(pages.map((page) => broker.blobs.put(page))) : [],
  };
};

/** Begins the review of a paper. The signal aborts reading the paper. */
export const beginReview = async (
  services: Services,
  wish: ReviewWish,
  warn: (text: string) => void,
  signal: AbortSignal,
): Promise<Work> => {
  await checkRequirements(services);
  const begin = async (broker: Broker): Promise<Work> => {
    broker.warnings.forEach(warn);
    const loaded = ofReviews(
      await services.templates.load(templateOfReviews, undefined, (bytes) => broker.blobs.put(bytes)),
    );
    const settings = settingsSchema.parse({
      profile: loaded.profile,
      ideas: 1,
      limits: { reviews: wish.reviews, reviewReflections: wish.reflections },
      budget: wish.budget,
      concurrency: { model: 8 },
    });
    const roles = await loadRoles(reviewRoles, services.version);
    const asking = roles.roles.map(({ role }) => role);
    const hands = await services.hands(broker, loaded, wish.models, settings, asking);
    checkPrices(hands, settings.budget);
    const paper = await readPaper(broker, hands, wish, warn, signal);
    const rename = { reviewer: { 'paper.compiled': 'paper.submitted' } };
    const roster = assembleRoster(roles, rename, hands);
    const run = runName(`review-${paper.name}`, services.clock.now());
    await createLog(services, broker, { run, loaded, settings, roster, hands, earlier: [], baseline: null, paper });
    return prepareWork(services, broker, { run, roster, performers: hands.performers, models: hands.models });
  };
  return holdingBroker(services, (broker) => whileStoring(broker, beginning, () => begin(broker)));
};
