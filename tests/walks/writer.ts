import { failure, success } from '../../src/events/outcome.ts';
import { checkPaper } from '../../src/latex/checks/check-paper.ts';
import { type Context, manuscriptOf } from '../../src/machines/writer/context.ts';
import { role } from '../../src/machines/writer/index.ts';
import { experiment, ideaNamed } from '../support/studio.ts';
import {
  bodyOf,
  coding,
  dataIn,
  fenced,
  goodPdf,
  json,
  paperRecord,
  startedWith,
  stepIn,
} from '../support/writer-world.ts';
import type { Heard, World } from './walker.ts';

const flaws = 'It shows, as in Section~\\ref{ghost}, what nobody \\includegraphics{ghost.png} has seen.';
const errors = [{ file: 'paper.tex', line: null, message: 'Missing $ inserted.' }];

const good = (input: any): string => {
  const step = stepIn(input);
  if (step === 'writer.title') return json({ title: 'Dropout in Small Models' });
  if (step === 'writer.cite') return json({ query: 'dropout', reason: '' });
  if (step === 'writer.choose')
    return json({ insertions: [{ paper: 1, section: 'method', after: 'a paper about dropout' }] });
  if (step === 'writer.fix') return `method.tex\n${fenced(bodyOf('method'))}`;
  return fenced(step === 'writer.draft' ? bodyOf(dataIn(input, 'section')) : dataIn(input, 'draft'));
};

const search = {
  good: success({ library: 'test', papers: [paperRecord('p1', 'Dropout: A Simple Way')] }),
  nothing: success({ library: 'test', papers: [] }),
  down: failure('literature.failed', 'no library'),
};

const typeset = {
  good: success(goodPdf),
  flawed: success({ ...goodPdf, ok: false, errors }),
  refused: success({ ...goodPdf, ok: false, pdf: null, errors }),
  garbage: success({ ok: true }),
  down: failure('task.threw', 'no compiler'),
};

const reviewed = (version: number): Heard => ({
  type: 'paper.reviewed',
  data: { version, review: { summary: 'A paper.', decision: 'Reject', weaknesses: ['short'] }, score: 4, reviews: 1 },
});

/** The table's sections are treated alike, so one fails in every way, the others only in the gravest. */
const isTold = ({ cursor }: Context): boolean => cursor === 3;

const found = new WeakMap<object, number>();

/** Number of complaints about the current sections; cached, because many states share them. */
const flawsIn = (context: Context): number => {
  const known = found.get(context.sections) ?? checkPaper(manuscriptOf(context)).length;
  found.set(context.sections, known);
  return known;
};

/** A paper and its revision, with every possible answer of the model, the library and the compiler. */
export const writerWorld: World = {
  role,
  scope: 'idea-1',
  started: startedWith({ citationRounds: 2, fixRounds: 1, answers: 1 }, { improvement: true }),
  hear: ({ snapshot: { value, context }, once, pending }) => {
    if (value !== 'waiting' || pending.length > 0) return [];
    if (!once.includes('idea'))
      return [
        {
          type: 'idea.started',
          once: 'idea',
          data: { number: 1, idea: ideaNamed('dropout'), baseline: experiment(0) },
        },
      ];
    if (!once.includes('coding')) return [{ type: 'coding.finished', once: 'coding', data: coding }];
    return context.awaiting === null ? [] : [reviewed(context.awaiting), reviewed(7)];
  },
  answers: ({ key, input }, context) => {
    if (key === 'search') return search;
    if (key === 'typeset') return typeset;
    const unreachable = failure('model.unavailable', 'nobody answers');
    const fine = { good: success({ text: good(input()) }) };
    if (['refine', 'revise'].includes(key) && !isTold(context)) return fine;
    return {
      ...fine,
      ...(key === 'cite' && { enough: success({ text: json({ query: null, reason: 'enough' }) }) }),
      ...(['draft', 'revise'].includes(key) && isTold(context) && { flawed: success({ text: fenced(flaws) }) }),
      garbage: success({ text: 'I am sorry.' }),
      unreachable,
    };
  },
  opens: ({ type }) => (type === 'coding.finished' ? 'paper' : undefined),
  settles: ({ type }) => (type === 'paper.finished' || type === 'idea.failed' ? 'paper' : undefined),
  /** Only the checks' findings in a section's text affect what may happen next. */
  seen: (context: Context) => {
    const {
      cursor,
      round,
      fixes,
      mended,
      complaints,
      errors: reported,
      version,
      awaiting,
      attempt,
      failure: why,
    } = context;
    return [
      [cursor, round, fixes, mended, version, awaiting, attempt, context.references.length, context.papers.length],
      [complaints, reported, why?.code, context.kept?.version, context.revisions > 0, context.title !== ''],
      flawsIn(context),
    ];
  },
};
