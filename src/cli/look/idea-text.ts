import type { ArchiveEntry, NoveltyRound, PaperEntry, Remark, RunEntry } from '../../events/projections/archive.ts';
import type { Results } from '../../events/vocabulary/experiment.ts';
import { reviewText } from '../../lab/runs/results.ts';
import { dollarsText, durationText, numberText, timeText, wrapped } from '../../text/table.ts';

const section = (title: string, text: string): string => (text === '' ? '' : `\n${title}\n${text}\n`);

const resultsText = (results: Results): string =>
  Object.entries(results)
    .map(([dataset, { means, stderrs }]) => {
      const values = Object.entries(means).map(([metric, mean]) => {
        const stderr = stderrs[metric] ?? stderrs[metric.replace(/_mean$/, '_stderr')];
        return `${metric} ${Number(mean.toPrecision(5))}${stderr === undefined ? '' : ` ± ${Number(stderr.toPrecision(2))}`}`;
      });
      return wrapped(`${dataset}: ${values.join(', ')}`, 6);
    })
    .join('\n');

const roundText = ({ round, query, thought, library, papers, error, answered, ...rest }: NoveltyRound): string => {
  const found = papers.map(({ title, year, venue }) =>
    wrapped(`- ${title} (${[year, venue].filter((one) => one !== null).join(', ')})`, 6),
  );
  const answer =
    error ?? (answered ? `${papers.length} found${library === '' ? '' : ` in ${library}`}` : 'not answered yet');
  return [
    wrapped(`${round}. "${query}": ${answer}`, 2),
    ...(thought === '' ? [] : [wrapped(thought, 4)]),
    ...found,
    ...rest.failed.map((one) => wrapped(`${one.library} failed: ${one.message} [${one.code}]`, 4)),
    ...rest.evidence.map((one) => wrapped(`answer of ${one.library}: blob ${one.sha256}`, 4)),
  ].join('\n');
};

const runText = ({ run, description, attempts, results, failures, resources, notes }: RunEntry): string =>
  [
    wrapped(`run ${run}: ${description}`, 2),
    `    ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${resources === null ? '' : `, ${durationText(resources.wallTimeMs)}`}`,
    ...failures.map(({ attempt, reason, explanation }) => wrapped(`attempt ${attempt} ${reason}: ${explanation}`, 4)),
    results === null ? '    no results' : resultsText(results),
    ...(notes === '' ? [] : [wrapped(`notes: ${notes}`, 4)]),
  ].join('\n');

const paperText = ({ version, title, pdf, remaining, reviews, review, score }: PaperEntry): string =>
  [
    wrapped(`version ${version}: ${title}`, 2),
    `    PDF of ${pdf.pages ?? '?'} pages, ${Math.round(pdf.sizeBytes / 1024)} KB, blob ${pdf.blob}`,
    ...remaining.map((complaint) => wrapped(`not mended: ${complaint}`, 4)),
    `    ${reviews.length} reviews: overall ${reviews.map((one) => one.review?.overall ?? 'none').join(', ') || '-'}; mean ${numberText(score)}`,
    ...(review === null ? [] : ['', wrapped(reviewText('Verdict', review), 4)]),
    ...reviews.flatMap((one) =>
      one.review === null ? [] : [wrapped(reviewText(`Review ${one.number}`, one.review), 4)],
    ),
  ].join('\n');

const remarkText = ({ time, kind, text }: Remark): string =>
  wrapped(`- ${timeText(time)} ${kind}${text === '' ? '' : `: ${text}`}`, 2);

/** Everything that a log says about one idea, to be read. */
export const ideaText = (run: string, entry: ArchiveEntry): string => {
  const { name, title, number, outcome, state, reason, score, cost, idea, parents, drafts, novelty, judgement } = entry;
  const head =
    `${name}: ${title}\n` +
    `idea ${number} of ${run}, ${outcome ?? state}${reason === '' ? '' : ` (${reason})`}; score ${numberText(score)}; ` +
    `${cost.calls} model calls, ${dollarsText(cost)}\n`;
  const ratings =
    idea === null
      ? ''
      : `\n  interestingness ${idea.interestingness}, feasibility ${idea.feasibility}, novelty ${idea.novelty} (its author's)`;
  const verdict =
    judgement === null
      ? ''
      : wrapped(
          `${judgement.novel ? 'novel' : 'not novel'}${judgement.decided ? '' : ' (undecided)'} after ${judgement.rounds} rounds: ${judgement.reason}`,
          2,
        );
  return (
    head +
    section('PLAN', idea === null ? '' : `${wrapped(idea.experiment, 2)}${ratings}`) +
    section('BUILDS ON', parents.map((parent) => `  ${parent}`).join('\n')) +
    section(
      'DRAFTS',
      drafts.map((draft) => wrapped(`${draft.draft}. ${timeText(draft.time)}  ${draft.idea.title}`, 2)).join('\n'),
    ) +
    section('NOVELTY', [...novelty.map(roundText), verdict].filter((one) => one !== '').join('\n')) +
    section('EXPERIMENTS PLANNED', entry.plan.map((one, index) => wrapped(`${index + 1}. ${one}`, 2)).join('\n')) +
    section('RUNS', entry.runs.map(runText).join('\n')) +
    section('FIGURES', entry.figures.map(({ file, description }) => wrapped(`${file}: ${description}`, 2)).join('\n')) +
    section('REMARKS', entry.remarks.map(remarkText).join('\n')) +
    section('PAPER', entry.papers.map(paperText).join('\n'))
  );
};
