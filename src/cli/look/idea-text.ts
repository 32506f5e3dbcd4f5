import type {
  ArchiveEntry,
  ExperimentEntry,
  NoveltyRound,
  PaperEntry,
  Remark,
} from '../../events/projections/archive.ts';
import type { Results } from '../../events/vocabulary/experiment.ts';
import { reviewText } from '../../lab/runs/results.ts';
import { leftOutText } from '../../text/left-out.ts';
import {
  dollarsText,
  durationText,
  measuredText,
  numberText,
  plural,
  sizeText,
  timeText,
} from '../../text/quantities.ts';
import { wrapped } from '../../text/width.ts';
import { outputColumns } from '../output.ts';

/** Wraps to the terminal's width. */
const indented = (text: string, margin: number): string => wrapped(text, margin, outputColumns() ?? 100);

const section = (title: string, text: string): string => (text === '' ? '' : `\n${title}\n${text}\n`);

const resultsText = (results: Results): string =>
  Object.entries(results)
    .map(([dataset, { means, stderrs }]) => {
      const values = Object.entries(means).map(([metric, mean]) => {
        const stderr = stderrs[metric] ?? stderrs[metric.replace(/_mean$/, '_stderr')];
        return `${metric} ${measuredText(mean, stderr)}`;
      });
      return indented(`${dataset}: ${values.join(', ')}`, 6);
    })
    .join('\n');

const roundText = ({ round, query, thought, library, papers, error, answered, ...rest }: NoveltyRound): string => {
  const found = papers.map(({ title, year, venue }) =>
    indented(`- ${title} (${[year, venue].filter((one) => one !== null).join(', ')})`, 6),
  );
  const answer =
    error ?? (answered ? `${papers.length} found${library === '' ? '' : ` in ${library}`}` : 'not answered yet');
  return [
    indented(`${round}. "${query}": ${answer}`, 2),
    ...(thought === '' ? [] : [indented(thought, 4)]),
    ...found,
    ...rest.failed.map((one) => indented(`${one.library} failed: ${one.message} [${one.code}]`, 4)),
    ...rest.evidence.map((one) => indented(`answer of ${one.library}: blob ${one.sha256}`, 4)),
  ].join('\n');
};

const runText = ({
  run,
  description,
  attempts,
  results,
  failures,
  resources,
  leftOut,
  notes,
}: ExperimentEntry): string =>
  [
    indented(`experiment ${run}: ${description}`, 2),
    `    ${plural(attempts, 'attempt')}${resources === null ? '' : `, ${durationText(resources.wallTimeMs)}`}`,
    ...failures.map(({ attempt, reason, explanation }) => indented(`attempt ${attempt} ${reason}: ${explanation}`, 4)),
    results === null ? '    no results' : resultsText(results),
    ...(leftOut === null ? [] : [indented(leftOutText(leftOut), 4)]),
    ...(notes === '' ? [] : [indented(`notes: ${notes}`, 4)]),
  ].join('\n');

const paperText = ({ version, title, pdf, remaining, reviews, review, score }: PaperEntry): string =>
  [
    indented(`version ${version}: ${title}`, 2),
    pdf === null ? '    no PDF' : `    PDF of ${pdf.pages ?? '?'} pages, ${sizeText(pdf.sizeBytes)}, blob ${pdf.blob}`,
    ...remaining.map((complaint) => indented(`not fixed: ${complaint}`, 4)),
    `    ${reviews.length} reviews: overall ${reviews.map((one) => one.review?.overall ?? 'none').join(', ') || '-'}; mean ${numberText(score)}`,
    ...(review === null ? [] : ['', indented(reviewText('Verdict', review), 4)]),
    ...reviews.flatMap((one) =>
      one.review === null ? [] : [indented(reviewText(`Review ${one.number}`, one.review), 4)],
    ),
  ].join('\n');

const remarkText = ({ time, kind, text }: Remark): string =>
  indented(`- ${timeText(time)} ${kind}${text === '' ? '' : `: ${text}`}`, 2);

/** Everything in a log about one idea, for people. */
export const ideaText = (run: string, entry: ArchiveEntry): string => {
  const { name, title, number, outcome, state, reason, score, cost, idea, parents, drafts, novelty, judgement } = entry;
  const head =
    `${name}: ${title}\n` +
    `idea ${number} of ${run}, ${outcome ?? state}${reason === '' ? '' : ` (${reason})`}; score ${numberText(score)}; ` +
    `${cost.calls} model calls, ${dollarsText(cost)}\n`;
  const ratings =
    idea === null || idea.novelty === null
      ? ''
      : `\n  interestingness ${idea.interestingness}, feasibility ${idea.feasibility}, novelty ${idea.novelty} (the author's ratings)`;
  const verdict =
    judgement === null
      ? ''
      : indented(
          `${judgement.novel ? 'novel' : 'not novel'}${judgement.decided ? '' : ' (undecided)'} after ${judgement.rounds} rounds: ${judgement.reason}`,
          2,
        );
  return (
    head +
    section('PLAN', idea === null ? '' : `${indented(idea.experiment, 2)}${ratings}`) +
    section('BUILDS ON', parents.map((parent) => `  ${parent}`).join('\n')) +
    section(
      'DRAFTS',
      drafts.map((draft) => indented(`${draft.draft}. ${timeText(draft.time)}  ${draft.idea.title}`, 2)).join('\n'),
    ) +
    section('NOVELTY', [...novelty.map(roundText), verdict].filter((one) => one !== '').join('\n')) +
    section('EXPERIMENTS PLANNED', entry.plan.map((one, index) => indented(`${index + 1}. ${one}`, 2)).join('\n')) +
    section('EXPERIMENTS', entry.runs.map(runText).join('\n')) +
    section(
      'FIGURES',
      entry.figures.map(({ file, description }) => indented(`${file}: ${description}`, 2)).join('\n'),
    ) +
    section('REMARKS', entry.remarks.map(remarkText).join('\n')) +
    section('PAPER', entry.papers.map(paperText).join('\n'))
  );
};
