import type { SectionName } from '../../events/vocabulary/paper.ts';
import { checkPaper, worded } from '../../latex/checks/check-paper.ts';
import { type Emitted, foundBy, type Heard } from '../kit/kit.ts';
import { assemble } from './assemble.ts';
import { type Context, type Finding, manuscriptOf } from './context.ts';
import type { writer } from './manifest.ts';
import { mend } from './mend.ts';
import { sectionAt, sections } from './sections.ts';

type Emission = Emitted<typeof writer>;
type On<Type extends Heard<typeof writer>['type']> = Heard<typeof writer, Type>;

export const titled = ({ idea }: Context): Emission => ({
  type: 'title.chosen',
  data: { title: idea?.title ?? 'An Experiment and Its Results' },
});

export const unwritten = ({ cursor, failure }: Context): Emission => ({
  type: 'idea.failed',
  data: {
    code: 'writer.section_unwritten',
    message: `${sectionAt(cursor).heading}: ${failure?.message ?? 'no reason was recorded'}`,
  },
});

export const searched = (context: Context, { outcome }: On<'result.search'>): Emission => {
  const error = outcome.ok ? null : outcome.error.message;
  const data = { round: context.round, query: context.query, ...foundBy(outcome, context), error };
  return { type: 'citation.searched', data };
};

export const checked = (context: Context): Emission => {
  const complaints = checkPaper(manuscriptOf(context));
  const blocking = complaints.filter((complaint) => complaint.blocking);
  return {
    type: 'paper.checked',
    data: { round: context.fixes, complaints: complaints.map(worded), blocking: blocking.map(worded) },
  };
};

/** Repairs the first section that needs it; each is repaired at most once, so the repair terminates. */
export const mended = (context: Context): readonly Emission[] => {
  const [first] = context.mended > sections.length ? [] : Object.entries(mend(manuscriptOf(context)));
  if (first === undefined) return [];
  const { text, mended: what } = first[1];
  const data = { section: first[0] as SectionName, text, stage: 'fixed' as const, mended: [...what] };
  return [{ type: 'section.drafted', data }];
};

export const typeset = ({ fixes: round }: Context, { outcome }: On<'result.typeset'>): Emission => {
  if (outcome.ok) return { type: 'paper.typeset', data: { ...outcome.value, round } };
  const { code, message } = outcome.error;
  return { type: 'paper.typeset', data: { round, ok: false, errors: [], problem: { code, message } } };
};

const printed = ({ file, line, message }: Finding): string =>
  `${file}${line === null ? '' : `, line ${line}`}: ${message}`;

export const compiled = (context: Context, { data: { pdf, errors, warnings } }: On<'paper.typeset'>): Emission => {
  if (pdf === null) throw new Error('a version without a PDF is no paper');
  return {
    type: 'paper.compiled',
    data: {
      version: context.version,
      title: context.title,
      pdf,
      sources: assemble(context),
      text: context.text,
      remaining: [...context.complaints, ...errors.map(printed), ...warnings.map(printed)],
    },
  };
};

export const finished = (_: Context, { data: { version, score, review } }: On<'paper.reviewed'>): Emission => ({
  type: 'paper.finished',
  data: { version, score, decision: review.decision },
});

/** Without a PDF of this version, the previous one is the paper; without a previous one, the idea has failed. */
export const abandoned = ({ kept, errors }: Context, event: Heard<typeof writer>): Emission => {
  if (kept !== null) {
    return { type: 'paper.finished', data: { version: kept.version, score: kept.score, decision: kept.decision } };
  }
  const problem = event.type === 'paper.typeset' ? event.data.problem : null;
  const cause = problem?.message ?? errors[0]?.message ?? 'the compiler made no PDF';
  return { type: 'idea.failed', data: { code: 'writer.not_compiled', message: `no PDF could be made: ${cause}` } };
};
