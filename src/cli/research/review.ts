import { join } from 'node:path';
import { Command } from 'commander';
import { reviewRoles } from '../../actors/load-roles.ts';
import type { Progress } from '../../events/projections/progress.ts';
import { settingsSchema } from '../../events/vocabulary/run.ts';
import { assembleRoster, beginRun, runName } from '../../lab/begin.ts';
import { checkPrices } from '../../lab/check-prices.ts';
import { checkRequirements } from '../../lab/check-requirements.ts';
import { templateOfReviews } from '../../lab/open.ts';
import { reviewText } from '../../lab/results.ts';
import type { Hands, Services } from '../../lab/services.ts';
import type { Broker } from '../../ports/broker.ts';
import type { LoadedTemplate } from '../../ports/templates.ts';
import { cleanLine, jsonText } from '../../text/clean.ts';
import { numberText } from '../../text/quantities.ts';
import { wrapped } from '../../text/width.ts';
import type { MakeCommand } from '../commands.ts';
import { developRun } from '../live/develop.ts';
import { onInterruption } from '../live/interruption.ts';
import { tell } from '../output.ts';
import { addBudgetOptions, addModelOptions, budgetOf, modelChoice, whole } from './run-options.ts';

type Options = Parameters<typeof modelChoice>[0] &
  Parameters<typeof budgetOf>[0] & {
    readonly reviews: number;
    readonly reflections: number;
    readonly pages: boolean;
    readonly json?: boolean;
    readonly verbose?: boolean;
  };

/** A review has no template of its own: no ideas, no code. */
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

const width = 98;
const reviewers = ['referee', 'reviewer'];
const scripted = 'The playbook is a script: no language model has read this paper, and the judgement is worth nothing.';

const readPaper = async (broker: Broker, hands: Hands, path: string, withPages: boolean) => {
  const interruption = onInterruption(() => {});
  try {
    const { title, text, pages, bytes, notices } = await hands.papers.read(path, interruption.signal);
    for (const notice of notices) tell(notice);
    const file = cleanLine(path.split('/').at(-1) ?? path);
    const stem = file
      .replace(/\.\w+$/, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-');
    return {
      name: stem.slice(0, 40) || 'paper',
      title: title || file,
      text,
      file: { name: file, blob: await broker.blobs.put(bytes), sizeBytes: bytes.length },
      pages: withPages ? await Promise.all(pages.map((page) => broker.blobs.put(page))) : [],
    };
  } finally {
    interruption.dispose();
  }
};

const verdictText = (models: Hands['models'], { archive }: Progress, folder: string): readonly string[] => {
  const idea = archive.ideas.at(-1);
  const paper = idea?.papers.at(-1);
  if (idea === undefined || paper === undefined || paper.review === null) return ['', `no verdict: ${idea?.reason}`];
  const each = paper.reviews.map(({ number, review, problem }) =>
    review === null ? `Review ${number} could not be had: ${problem}\n` : reviewText(`Review ${number}`, review),
  );
  const by = [...new Set(reviewers.map((role) => models[role] ?? ''))];
  const note = by.some((model) => model.startsWith('playbook')) ? `\n${scripted}\n` : '';
  const head = `${paper.title}\n${paper.review.decision}, score ${numberText(paper.score)} of 10, by ${by.join(' and ')}\n${note}`;
  return [
    '',
    wrapped([head, reviewText('Verdict', paper.review), ...each].join('\n'), 0, width),
    `as data: ${join(folder, `1-${idea.name}`, 'review.json')}`,
  ];
};

/** The form as data, each review and the verdict. */
const verdictJson = (models: Hands['models'], { archive }: Progress): readonly string[] => {
  const paper = archive.ideas.at(-1)?.papers.at(-1);
  const { run, cost } = archive;
  const { title, score, review: verdict, meta, reviews } = paper ?? {};
  const by = Object.fromEntries(reviewers.map((role) => [role, models[role]]));
  return [jsonText({ run, title, models: by, score, verdict, meta, reviews, cost }, 2)];
};

const review = async (services: Services, path: string, options: Options): Promise<number> => {
  await checkRequirements(services);
  const broker = await services.openBroker();
  try {
    for (const warning of broker.warnings) tell(warning);
    const loaded = ofReviews(
      await services.templates.load(templateOfReviews, undefined, (bytes) => broker.blobs.put(bytes)),
    );
    const settings = settingsSchema.parse({
      profile: loaded.profile,
      ideas: 1,
      limits: { reviews: options.reviews, reviewReflections: options.reflections },
      budget: budgetOf(options),
      concurrency: { model: 8 },
    });
    const hands = await services.hands(broker, loaded, modelChoice(options), settings);
    checkPrices(hands, settings.budget);
    const paper = await readPaper(broker, hands, path, options.pages);
    const added = { roles: [], rename: { reviewer: { 'paper.compiled': 'paper.submitted' } } };
    const { roster } = await assembleRoster(services, added, hands, reviewRoles);
    const run = runName(`review-${paper.name}`, services.clock.now());
    await beginRun(services, broker, { run, loaded, settings, roster, hands, earlier: [], baseline: null, paper });
    const conclude = (progress: Progress, folder: string) =>
      options.json ? verdictJson(hands.models, progress) : verdictText(hands.models, progress, folder);
    const choice = options.json ? { silent: true } : { verbose: options.verbose ?? false };
    return await developRun(services, broker, { run, roster, performers: hands.performers, conclude }, choice);
  } finally {
    await broker.close();
  }
};

export const reviewCommand: MakeCommand = (services, exit) =>
  addBudgetOptions(
    addModelOptions(
      new Command('review')
        .description('Review a paper: independent reviews with reflections, and an area chair who sums them up.')
        .argument('<paper>', 'a .pdf, or a .tex with the files beside it'),
    )
      .option('--reviews <n>', 'independent reviews', whole(1, 20), 5)
      .option('--reflections <n>', 'rounds in which each referee looks at its review again', whole(0, 20), 5)
      .option('--no-pages', 'do not show pictures of the pages to the model'),
  )
    .option('--json', 'the form as JSON: verdict, meta-review and each review')
    .option('--verbose', 'every event as a line of text, those of tasks too')
    .addHelpText(
      'after',
      `
The review form is that of NeurIPS. Without --model, the offline playbook's scripted rubric answers: it shows the form
and judges nothing but the surface.

Examples:
  ai-scientist review paper.pdf --model anthropic:claude-sonnet-4-5
  ai-scientist review draft/main.tex --model openai:gpt-5 --reviews 3 --reflections 1
  ai-scientist review paper.pdf --model anthropic:claude-sonnet-4-5 --json > review.json`,
    )
    .action(async (paper: string, options: Options) => exit(await review(services, paper, options)));
