import type * as z from 'zod';
import type { codeEvents } from '../vocabulary/code.ts';
import type { experimentEvents } from '../vocabulary/experiment.ts';
import type { Idea, ideaEvents } from '../vocabulary/idea.ts';
import type { paperEvents, submissionEvents } from '../vocabulary/paper.ts';
import type { reviewEvents } from '../vocabulary/review.ts';
import type { controlEvents, requestEvents } from '../vocabulary/shell.ts';
import type { ArchiveEntry, Mark, NoveltyRound, PaperEntry, Remark, RunEntry } from './archive-entry.ts';

type Said = Pick<typeof requestEvents, 'comment.written'> & Pick<typeof controlEvents, 'idea.reopened'>;
type Vocabulary = Said &
  typeof ideaEvents &
  typeof codeEvents &
  typeof experimentEvents &
  typeof paperEvents &
  typeof submissionEvents &
  typeof reviewEvents;

type Change = Partial<ArchiveEntry>;

type Steps = {
  readonly [Type in keyof Vocabulary]?: (
    entry: ArchiveEntry,
    data: z.output<Vocabulary[Type]['schema']>,
    mark: Mark,
  ) => Change;
};

const blankRun = (entry: ArchiveEntry, run: number): RunEntry => ({
  run,
  description: entry.plan[run - 1] ?? '',
  attempts: 0,
  results: null,
  failures: [],
  resources: null,
  stdout: null,
  stderr: null,
  notes: '',
});

/** The runs with one of them changed; it is added when it is not there yet. */
const withRun = (entry: ArchiveEntry, run: number, change: (before: RunEntry) => Partial<RunEntry>) => {
  const before = entry.runs.find((one) => one.run === run) ?? blankRun(entry, run);
  const others = entry.runs.filter((one) => one.run !== run);
  return [...others, { ...before, ...change(before) }].sort((one, other) => one.run - other.run);
};

const withPaper = (entry: ArchiveEntry, version: number, change: (before: PaperEntry) => Partial<PaperEntry>) =>
  entry.papers.map((paper) => (paper.version === version ? { ...paper, ...change(paper) } : paper));

const withRound = (entry: ArchiveEntry, round: number, change: Partial<NoveltyRound>) =>
  entry.novelty.map((one) => (one.round === round ? { ...one, ...change } : one));

const ofIdea = (idea: Idea): Change => ({ idea, name: idea.name, title: idea.title, parents: idea.parents });

const failed = ({ code, message }: { code: string; message: string }): Change => ({
  state: 'failed',
  reason: `${code}: ${message}`,
});

const remarked = ({ remarks }: ArchiveEntry, remark: Remark): Change => ({ remarks: [...remarks, remark] });

const plotting = (): Change => ({ state: 'plotting' });
const writing = (): Change => ({ state: 'writing' });
const compiling = (): Change => ({ state: 'compiling' });

/** What each event of an idea's own scope changes in its entry. */
export const steps: Steps = {
  'idea.drafted': (entry, { draft, done, idea }, mark) => ({
    ...ofIdea(idea),
    drafts: [...entry.drafts, { ...mark, draft, done, idea }],
  }),
  'idea.proposed': (_, { idea }) => ({ ...ofIdea(idea), state: 'proposed' }),
  'novelty.queried': (entry, { round, query, thought }, mark) => ({
    novelty: [
      ...entry.novelty,
      {
        ...mark,
        round,
        query,
        thought,
        library: '',
        papers: [],
        evidence: [],
        failed: [],
        error: null,
        answered: false,
      },
    ],
  }),
  'novelty.searched': (entry, { round, library, papers, error, evidence = [], failed = [] }) => ({
    novelty: withRound(entry, round, { library, papers, error, evidence, failed, answered: true }),
  }),
  'idea.judged': (_, { novel, decided, rounds, reason }, mark) => ({
    judgement: { ...mark, novel, decided, rounds, reason },
    state: novel ? 'waiting' : 'not-novel',
    reason: novel ? '' : reason,
  }),
  'proposal.failed': (_, data, { time }) => ({ ...failed(data), outcome: 'failed', endedAt: time }),
  'comment.written': (entry, { text }, mark) => remarked(entry, { ...mark, kind: 'comment', text }),
  'idea.approved': (entry, _, mark) => remarked(entry, { ...mark, kind: 'approval', text: '' }),
  'idea.reopened': (entry, { text }, mark) => ({
    ...remarked(entry, { ...mark, kind: 'revision', text }),
    state: 'writing',
    outcome: null,
    reason: '',
    endedAt: null,
  }),
  'idea.started': () => ({ state: 'coding' }),
  'idea.failed': (_, data) => failed(data),
  'idea.finished': (_, { outcome, reason, score }, { time }) => ({
    outcome,
    state: outcome,
    reason,
    score,
    endedAt: time,
  }),

  'plan.made': (_, { runs }) => ({ plan: runs.map((run) => run.description) }),
  'code.edited': (entry, { run }) => ({ state: 'coding', runs: withRun(entry, run, () => ({})) }),
  'experiment.requested': (entry, { run, attempt }) => ({
    state: 'experimenting',
    runs: withRun(entry, run, ({ attempts }) => ({ attempts: Math.max(attempts, attempt) })),
  }),
  'experiment.completed': (entry, { run, results, resources, stdout, stderr }) => ({
    state: 'coding',
    runs: withRun(entry, run, () => ({ results, resources, stdout, stderr })),
  }),
  'experiment.failed': (entry, { run, attempt, reason, explanation, tail }, mark) => ({
    state: 'coding',
    runs: withRun(entry, run, ({ failures }) => ({
      failures: [...failures, { ...mark, attempt, reason, explanation, tail }],
    })),
  }),
  'note.written': (entry, { run, text }) => ({
    runs: withRun(entry, run, ({ notes }) => ({ notes: notes === '' ? text : `${notes}\n${text}` })),
  }),
  'plot.edited': plotting,
  'plot.requested': plotting,
  'figures.described': (_, { figures }) => ({ figures }),
  'coding.finished': (entry, { runs, figures }) => ({
    state: 'writing',
    figures,
    runs: runs
      .filter(({ run }) => run > 0)
      .reduce<readonly RunEntry[]>(
        (after, { run, description, results }) =>
          withRun({ ...entry, runs: after }, run, () => ({ description, results })),
        entry.runs,
      ),
  }),

  'title.chosen': writing,
  'section.drafted': (entry, { section }) => ({
    state: 'writing',
    sections: entry.sections.includes(section) ? entry.sections : [...entry.sections, section],
  }),
  'citation.queried': writing,
  'paper.checked': compiling,
  'paper.typeset': compiling,
  'paper.compiled': (entry, { version, title, pdf, remaining }, mark) => ({
    state: 'reviewing',
    papers: [
      ...entry.papers,
      { ...mark, version, title, pdf, remaining, reviews: [], meta: null, review: null, score: null },
    ],
  }),
  'paper.submitted': (_, { version, name, title, file, pages }, mark) => ({
    name,
    title,
    state: 'reviewing',
    papers: [
      {
        ...{ ...mark, version, title, remaining: [], reviews: [], meta: null, review: null, score: null },
        pdf: { blob: file.blob, sizeBytes: file.sizeBytes, pages: pages.length || null },
      },
    ],
  }),
  'review.submitted': (entry, { version, number, review, problem }) => ({
    papers: withPaper(entry, version, ({ reviews }) => ({ reviews: [...reviews, { number, review, problem }] })),
  }),
  'meta-review.written': (entry, { version, review }) => ({
    papers: withPaper(entry, version, () => ({ meta: review })),
  }),
  'paper.reviewed': (entry, { version, review, score }) => ({
    state: 'reviewed',
    score,
    papers: withPaper(entry, version, () => ({ review, score })),
  }),
  'paper.finished': (_, { score }) => ({ state: 'reviewed', score }),
};
