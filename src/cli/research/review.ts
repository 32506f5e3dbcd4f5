import { join } from 'node:path';
import type { Fault } from '../../events/projections/fault.ts';
import type { Progress } from '../../events/projections/progress.ts';
import { commandName } from '../../lab/command-name.ts';
import { reviewText } from '../../lab/runs/results.ts';
import type { Services } from '../../lab/services.ts';
import { beginReview } from '../../lab/work/review.ts';
import type { Work } from '../../lab/work/work.ts';
import { jsonText } from '../../text/clean.ts';
import { faultsText } from '../../text/fault.ts';
import { numberText } from '../../text/quantities.ts';
import { wrapped } from '../../text/width.ts';
import type { DefineCommand } from '../command.ts';
import type { Exit } from '../exit-codes.ts';
import { onInterruption } from '../live/interruption.ts';
import { type Conclude, showWork } from '../live/show-work.ts';
import { whole } from '../number-options.ts';
import { tell } from '../output.ts';
import {
  addBudgetOptions,
  addModelOptions,
  addResultsOption,
  budgetOf,
  modelChoice,
  type ResultsOption,
  withResults,
} from '../run-options.ts';

type Options = Parameters<typeof modelChoice>[0] &
  Parameters<typeof budgetOf>[0] &
  ResultsOption & {
    readonly reviews: number;
    readonly reflections: number;
    readonly pages: boolean;
    readonly json?: boolean;
    readonly verbose?: boolean;
  };

const width = 98;
const reviewers = ['referee', 'reviewer'];
const scripted = 'The playbook is a script: no language model has read this paper, so the verdict is meaningless.';

const verdictText = (
  models: Work['models'],
  { archive }: Progress,
  folder: string,
  faults: readonly Fault[],
): readonly string[] => {
  const idea = archive.ideas.at(-1);
  const paper = idea?.papers.at(-1);
  if (idea === undefined || paper === undefined || paper.review === null)
    return ['', 'no verdict', faultsText(faults, archive.run, commandName)];
  const each = paper.reviews.map(({ number, review, problem }) =>
    review === null ? `Review ${number} failed: ${problem}\n` : reviewText(`Review ${number}`, review),
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

/** Verdict, meta-review and each review, as data. */
const verdictJson = (models: Work['models'], { archive }: Progress): readonly string[] => {
  const paper = archive.ideas.at(-1)?.papers.at(-1);
  const { run, cost } = archive;
  const { title, score, review: verdict, meta, reviews } = paper ?? {};
  const by = Object.fromEntries(reviewers.map((role) => [role, models[role]]));
  return [jsonText({ run, title, models: by, score, verdict, meta, reviews, cost }, 2)];
};

const review = async (services: Services, path: string, options: Options): Promise<Exit> => {
  const { reviews, reflections, pages: withPages, json, verbose = false } = options;
  const wish = { path, reviews, reflections, withPages, budget: budgetOf(options), models: modelChoice(options) };
  const interruption = onInterruption(() => {});
  const work = await beginReview(withResults(services, options), wish, tell, interruption.signal).finally(
    interruption.dispose,
  );
  const conclude: Conclude = (progress, folder, faults) =>
    json ? verdictJson(work.models, progress) : verdictText(work.models, progress, folder, faults);
  const config = options.config === undefined ? {} : { config: options.config };
  return showWork(services, work, { ...config, ...(json ? { silent: true } : { verbose }) }, conclude);
};

export const define: DefineCommand = (command, services, exit) =>
  addResultsOption(
    addBudgetOptions(
      addModelOptions(command.argument('<paper>', 'a .pdf, or a .tex with its files beside it'))
        .option('--reviews <n>', 'number of independent reviews', whole(1, 20), 5)
        .option('--reflections <n>', 'rounds of reflection in which each referee revises its review', whole(0, 20), 5)
        .option('--no-pages', 'do not show images of the pages to the model'),
    ),
  )
    .option('--json', 'print verdict, meta-review and each review as JSON')
    .option('--verbose', 'print every event as a line of text, including those of tasks')
    .addHelpText(
      'after',
      `
The review form is that of NeurIPS. Without --model, the offline playbook answers with a scripted rubric, which
demonstrates the form but judges only the surface.

Examples:
  ai-scientist review paper.pdf --model anthropic:claude-sonnet-5-5
  ai-scientist review draft/main.tex --model openai:gpt-5 --reviews 3 --reflections 1
  ai-scientist review paper.pdf --model anthropic:claude-sonnet-5-5 --json > review.json`,
    )
    .action(async (paper: string, options: Options) => exit(await review(services, paper, options)));
