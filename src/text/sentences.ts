import type { Budget } from '../events/vocabulary/run.ts';
import { modelNames } from './model-names.ts';
import { dollarsText, durationText, numberText, plural } from './quantities.ts';

type Sentence = (data: any) => string;

const spaced = (name: string): string => name.replaceAll(/[_-]/g, ' ');
const attempt = (number: number): string => (number > 1 ? ` (attempt ${number})` : '');
const score = (value: number | null): string => (value === null ? '' : `, score ${numberText(value)}`);
const runNamed = (run: number): string => (run === 0 ? 'the baseline' : `run ${run}`);

const leftOut = (files: readonly string[] = []): string =>
  files.length === 0 ? '' : `; left out what was meant for ${files.join(', ')}`;

const found: Sentence = ({ library, papers, error, failed = [] }) => {
  if (error !== null) return `search failed: ${error}`;
  const others = failed.map((one: any) => `; ${one.library} failed [${one.code}]`).join('');
  return `found ${plural(papers.length, 'paper')}${library && ` in ${library}`}${others}`;
};

const budget = ({ dollars: money, tokens, hours }: Partial<Budget>): string =>
  [
    money != null && dollarsText(money),
    tokens != null && plural(tokens, 'token'),
    hours != null && plural(hours, 'hour'),
  ]
    .filter(Boolean)
    .join(', ');

const typeset: Sentence = ({ ok, errors, pdf, problem }) => {
  if (problem) return `could not compile the paper: ${problem.message}`;
  const pages = pdf?.pages == null ? '' : `, ${plural(pdf.pages, 'page')}`;
  return ok ? `compiled the paper${pages}` : `compiling the paper gave ${plural(errors.length, 'error')}`;
};

/** What happened, for people, by event type; the role that did it stands before it. */
export const sentences: Readonly<Record<string, Sentence>> = {
  'run.started': ({ settings, template, models, paper }) =>
    paper !== undefined
      ? `began to review ${paper.file.name} with ${modelNames(models)}`
      : `began on ${template.name} (${settings.profile}) with ${modelNames(models)}: ${plural(settings.ideas, 'idea')} asked for`,
  'paper.submitted': ({ title, text, pages }) =>
    `submitted "${title}": ${text.length} characters, ${plural(pages.length, 'page')} as pictures`,
  'run.forked': ({ run, through }) => `went its own way: shared are the first ${plural(through, 'event')} of ${run}`,
  'run.quiesced': () => 'nothing is under way and nobody has anything left to do',
  'run.paused': ({ reason }) => `paused: ${reason}`,
  'run.resumed': ({ budget: given }) => `goes on${budget(given) && `, with a budget of ${budget(given)}`}`,
  'run.finished': ({ outcome, reason }) => `${outcome}: ${reason}`,
  'scope.cancelled': ({ scope, reason }) => `cancelled ${scope}: ${reason}`,
  'pause.requested': ({ reason }) => `asked to pause: ${reason}`,
  'resume.requested': ({ budget: given }) => `asked to go on${given && budget(given) ? `, with ${budget(given)}` : ''}`,
  'cancel.requested': ({ scope, reason }) => `asked to cancel ${scope}: ${reason}`,
  'comment.written': ({ text }) => `remarked: ${text}`,
  'approve.requested': ({ scope }) => `asked to develop ${scope}`,
  'reject.requested': ({ scope, reason }) => `asked to end ${scope}: ${reason}`,
  'revise.requested': ({ scope, text }) => `asked to revise the paper of ${scope}: ${text}`,
  'idea.approved': () => 'the idea is approved',
  'idea.reopened': ({ text }) => `took the paper up again: ${text}`,
  'task.started': ({ kind, attempt: number }) => `took up ${kind}${attempt(number)}`,
  'task.completed': ({ kind, durationMs }) => `completed ${kind} in ${durationText(durationMs)}`,
  'task.failed': ({ kind, error }) => `${kind} failed: ${error.message} [${error.code}]`,
  'actor.failed': ({ actor, code, message }) => `${actor} failed by a fault in its role: ${message} [${code}]`,
  'log.chained': ({ through, sha256 }) => `sealed the log through event ${through} as ${sha256.slice(0, 12)}`,

  'answer.rejected': ({ purpose, attempt: number, complaint, kept = [] }) =>
    kept.length > 0
      ? `asks again for a part: of answer ${number} to ${purpose}, ${plural(kept.length, 'change')} could be used (${complaint})`
      : `asks again: answer ${number} to ${purpose} could not be used (${complaint})`,
  'question.failed': ({ purpose, code, message }) => `gave up asking for ${purpose}: ${message} [${code}]`,

  'idea.requested': ({ number }) => `asked for idea ${number}`,
  'idea.drafted': ({ draft, idea }) =>
    draft === 1 ? `drafted "${idea.title}"` : `improved the idea, draft ${draft}: "${idea.title}"`,
  'idea.proposed': ({ idea }) => `proposed ${idea.name}: "${idea.title}"`,
  'novelty.queried': ({ round, query }) => `novelty round ${round}: searches "${query}"`,
  'novelty.searched': ({ round, ...answer }) => `novelty round ${round}: ${found(answer)}`,
  'idea.judged': ({ novel, decided, reason }) =>
    novel ? `judged it novel: ${reason}` : `judged it ${decided ? 'not novel' : 'undecided, so not novel'}: ${reason}`,
  'proposal.failed': ({ number, message, code }) => `could not propose idea ${number}: ${message} [${code}]`,
  'idea.started': ({ idea }) => `took ${idea.name} into development`,
  'idea.failed': ({ message, code }) => `gave the idea up: ${message} [${code}]`,
  'idea.finished': ({ name, outcome, reason, score: value }) =>
    `${name} ended ${spaced(outcome)}${score(value)}: ${reason}`,

  'plan.made': ({ runs }) =>
    `planned ${plural(runs.length, 'run')}: ${runs.map((run: any) => run.description).join('; ')}`,
  'code.edited': ({ file, modules = {}, run, attempt: number, skipped }) =>
    `edited ${[file, ...Object.keys(modules)].join(', ')} for ${runNamed(run)}${attempt(number)}${leftOut(skipped)}`,
  'runs.ended': ({ completed, reason }) => `ended the experiments with ${plural(completed.length, 'run')}: ${reason}`,
  'note.written': ({ run, text }) => `noted on ${runNamed(run)}: ${text}`,
  'plot.edited': ({ file, attempt: number, skipped }) => `edited ${file}${attempt(number)}${leftOut(skipped)}`,
  'figures.described': ({ figures }) => `described ${plural(figures.length, 'figure')}`,
  'coding.finished': ({ runs, figures }) =>
    `finished the code: ${plural(runs.length, 'recorded run')}, ${plural(figures.length, 'figure')}`,

  'experiment.requested': ({ run, attempt: number }) => `asked for ${runNamed(run)}${attempt(number)}`,
  'experiment.completed': ({ run, resources }) => `ran ${runNamed(run)} in ${durationText(resources.wallTimeMs)}`,
  'experiment.failed': ({ run, attempt: number, reason, explanation }) =>
    `${runNamed(run)}${attempt(number)} ${spaced(reason)}: ${explanation}`,
  'plot.requested': ({ attempt: number }) => `asked to draw the figures${attempt(number)}`,
  'plot.completed': ({ figures }) => `drew ${plural(Object.keys(figures).length, 'figure')}`,
  'plot.failed': ({ attempt: number, reason, explanation }) =>
    `drawing the figures${attempt(number)} ${spaced(reason)}: ${explanation}`,

  'title.chosen': ({ title }) => `titled the paper "${title}"`,
  'section.drafted': ({ section, stage, mended = [] }) =>
    `${stage === 'draft' ? 'drafted' : spaced(stage)} the section ${spaced(section)}${mended.length > 0 ? `: ${mended.join('; ')}` : ''}`,
  'citation.queried': ({ round, query, reason }) =>
    query === null ? `looks for no more papers to cite: ${reason}` : `citation round ${round}: searches "${query}"`,
  'citation.searched': ({ round, ...answer }) => `citation round ${round}: ${found(answer)}`,
  'citation.added': ({ references }) =>
    references.length === 0 ? 'cited nothing new' : `cited ${references.map(({ key }: any) => key).join(', ')}`,
  'paper.checked': ({ complaints }) =>
    complaints.length === 0
      ? 'checked the paper: no complaints'
      : `checked the paper: ${plural(complaints.length, 'complaint')}`,
  'paper.fixed': ({ round, sections, skipped }) =>
    `fixed ${Object.keys(sections).map(spaced).join(', ') || 'nothing'} (round ${round})${leftOut(skipped)}`,
  'paper.typeset': typeset,
  'paper.compiled': ({ version, pdf }) =>
    `made version ${version} of the paper${pdf.pages === null ? '' : `, ${plural(pdf.pages, 'page')}`}`,
  'paper.finished': ({ version, decision, score: value }) =>
    `the paper is final at version ${version}: ${decision}${score(value)}`,

  'review.requested': ({ number, of }) => `asked for review ${number} of ${of}`,
  'review.drafted': ({ round, review }) =>
    `${round === 0 ? 'wrote a review' : `reflected on the review, round ${round}`}: overall ${review.overall}`,
  'review.submitted': ({ number, review, problem }) =>
    review === null
      ? `review ${number} could not be had: ${problem}`
      : `submitted review ${number}: ${review.decision}, overall ${review.overall}`,
  'meta-review.written': ({ review }) => `summed the reviews up: ${review.decision}`,
  'paper.reviewed': ({ version, score: value, review }) =>
    `version ${version} is reviewed: ${review.decision}${score(value)}`,
};
