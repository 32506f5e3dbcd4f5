import type { Budget } from '../events/vocabulary/run.ts';
import { leftOutText } from './left-out.ts';
import { modelNames } from './model-names.ts';
import { dollarsText, durationText, numberText, plural } from './quantities.ts';

type Sentence = (data: any) => string;

const spaced = (name: string): string => name.replaceAll(/[_-]/g, ' ');
const attempt = (number: number): string => (number > 1 ? ` (attempt ${number})` : '');
const score = (value: number | null): string => (value === null ? '' : `, score ${numberText(value)}`);
const experimentNamed = (run: number): string => (run === 0 ? 'the baseline' : `run ${run}`);

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

/** Describes events for people, by type; the role's name precedes the text. */
export const sentences: Readonly<Record<string, Sentence>> = {
  'run.started': ({ settings, template, models, paper, imported }) =>
    imported !== undefined
      ? `started the import of ${plural(settings.ideas, 'idea')} from ${imported.from}`
      : paper !== undefined
        ? `started the review of ${paper.file.name} with ${modelNames(models)}`
        : `started on ${template.name} (${settings.profile}) with ${modelNames(models)}: ${plural(settings.ideas, 'idea')} requested`,
  'paper.submitted': ({ title, text, pages }) =>
    `submitted "${title}": ${text.length} characters, ${plural(pages.length, 'page')} as images`,
  'run.forked': ({ run, through }) => `forked: shares the first ${plural(through, 'event')} of ${run}`,
  'run.quiesced': () => 'no task is in progress and no role has anything left to do',
  'decision.awaited': ({ actors }) => `waiting for a person’s decision: ${actors.join(', ')}`,
  'run.paused': ({ reason }) => `paused: ${reason}`,
  'run.resumed': ({ budget: given }) => `resumed${budget(given) && `, with a budget of ${budget(given)}`}`,
  'run.finished': ({ outcome, reason }) => `${outcome}: ${reason}`,
  'scope.cancelled': ({ scope, reason }) => `cancelled ${scope}: ${reason}`,
  'pause.requested': ({ reason }) => `asked to pause: ${reason}`,
  'resume.requested': ({ budget: given }) =>
    `asked to resume${given && budget(given) ? `, with ${budget(given)}` : ''}`,
  'cancel.requested': ({ scope, reason }) => `asked to cancel ${scope}: ${reason}`,
  'comment.written': ({ text }) => `commented: ${text}`,
  'approve.requested': ({ scope }) => `asked to develop ${scope}`,
  'reject.requested': ({ scope, reason }) => `asked to end ${scope}: ${reason}`,
  'revise.requested': ({ scope, text }) => `asked to revise the paper of ${scope}: ${text}`,
  'idea.imported': ({ name, outcome, score: value }) => `imported ${name}: ${outcome}${score(value)}`,
  'idea.approved': () => 'the idea is approved',
  'idea.reopened': ({ text }) => `reopened the paper: ${text}`,
  'task.started': ({ kind, attempt: number }) => `started ${kind}${attempt(number)}`,
  'task.completed': ({ kind, durationMs }) => `completed ${kind} in ${durationText(durationMs)}`,
  'task.failed': ({ kind, error }) => `${kind} failed: ${error.message} [${error.code}]`,
  'actor.failed': ({ actor, code, message }) => `${actor} failed by a fault in its role: ${message} [${code}]`,
  'log.chained': ({ through, sha256 }) => `sealed the log through event ${through} as ${sha256.slice(0, 12)}`,

  'answer.rejected': ({ purpose, attempt: number, complaint, kept = [] }) =>
    kept.length > 0
      ? `asks again for a part: ${plural(kept.length, 'change')} of answer ${number} to ${purpose} kept (${complaint})`
      : `asks again: answer ${number} to ${purpose} was unusable (${complaint})`,
  'question.failed': ({ purpose, code, message }) => `stopped asking for ${purpose}: ${message} [${code}]`,

  'idea.requested': ({ number }) => `requested idea ${number}`,
  'idea.drafted': ({ draft, idea }) =>
    draft === 1 ? `drafted "${idea.title}"` : `improved the idea, draft ${draft}: "${idea.title}"`,
  'idea.proposed': ({ idea }) => `proposed ${idea.name}: "${idea.title}"`,
  'novelty.queried': ({ round, query }) => `novelty round ${round}: searches "${query}"`,
  'novelty.searched': ({ round, ...answer }) => `novelty round ${round}: ${found(answer)}`,
  'idea.judged': ({ novel, decided, reason }) =>
    novel ? `judged it novel: ${reason}` : `judged it ${decided ? 'not novel' : 'undecided, so not novel'}: ${reason}`,
  'proposal.failed': ({ number, message, code }) => `could not propose idea ${number}: ${message} [${code}]`,
  'idea.started': ({ idea }) => `started to develop ${idea.name}`,
  'idea.failed': ({ message, code }) => `abandoned the idea: ${message} [${code}]`,
  'idea.finished': ({ name, outcome, reason, score: value }) =>
    `${name} ended ${spaced(outcome)}${score(value)}: ${reason}`,

  'plan.made': ({ runs }) =>
    `planned ${plural(runs.length, 'experiment')}: ${runs.map((run: any) => run.description).join('; ')}`,
  'code.edited': ({ file, modules = {}, run, attempt: number, skipped }) =>
    `edited ${[file, ...Object.keys(modules)].join(', ')} for ${experimentNamed(run)}${attempt(number)}${leftOut(skipped)}`,
  'runs.ended': ({ completed, reason }) => `ended after ${plural(completed.length, 'experiment')}: ${reason}`,
  'note.written': ({ run, text }) => `noted on ${experimentNamed(run)}: ${text}`,
  'plot.edited': ({ file, attempt: number, skipped }) => `edited ${file}${attempt(number)}${leftOut(skipped)}`,
  'figures.described': ({ figures }) => `described ${plural(figures.length, 'figure')}`,
  'coding.finished': ({ runs, figures }) =>
    `finished the code: ${plural(runs.length, 'recorded experiment')}, ${plural(figures.length, 'figure')}`,

  'experiment.requested': ({ run, attempt: number }) => `requested ${experimentNamed(run)}${attempt(number)}`,
  'experiment.completed': ({ run, resources, leftOut }) =>
    `ran ${experimentNamed(run)} in ${durationText(resources.wallTimeMs)}${leftOut === undefined ? '' : `; ${leftOutText(leftOut)}`}`,
  'experiment.failed': ({ run, attempt: number, reason, explanation }) =>
    `${experimentNamed(run)}${attempt(number)} ${spaced(reason)}: ${explanation}`,
  'plot.requested': ({ attempt: number }) => `requested the figures${attempt(number)}`,
  'plot.completed': ({ figures }) => `drew ${plural(Object.keys(figures).length, 'figure')}`,
  'plot.failed': ({ attempt: number, reason, explanation }) =>
    `drawing the figures${attempt(number)} ${spaced(reason)}: ${explanation}`,
  'template.examined': ({ plotProblem, paperProblem }) =>
    `tried the template: ${plotProblem === null && paperProblem === null ? 'figures and paper work' : [plotProblem, paperProblem].filter((one) => one !== null).join('; ')}`,
  'template.refused': ({ reason, explanation }) => `refused the template: ${spaced(reason)}: ${explanation}`,

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

  'review.requested': ({ number, of }) => `requested review ${number} of ${of}`,
  'review.drafted': ({ round, review }) =>
    `${round === 0 ? 'wrote a review' : `reflected on the review, round ${round}`}: overall ${review.overall}`,
  'review.submitted': ({ number, review, problem }) =>
    review === null
      ? `review ${number} failed: ${problem}`
      : `submitted review ${number}: ${review.decision}, overall ${review.overall}`,
  'meta-review.written': ({ review }) => `summarised the reviews: ${review.decision}`,
  'paper.reviewed': ({ version, score: value, review }) =>
    `version ${version} is reviewed: ${review.decision}${score(value)}`,
};
