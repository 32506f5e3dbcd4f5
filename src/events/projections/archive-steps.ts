import type { ByType } from '../by-type.ts';
import type { Idea } from '../vocabulary/idea.ts';
import type { ImportedIdea } from '../vocabulary/imported.ts';
import type { KnownEvent } from '../vocabulary/known.ts';
import type { ArchiveEntry, ExperimentEntry, Mark, NoveltyRound, PaperEntry, Remark } from './archive-entry.ts';

type Change = Partial<ArchiveEntry>;

const blankExperiment = (entry: ArchiveEntry, run: number): ExperimentEntry => ({
  run,
  description: entry.plan[run - 1] ?? '',
  attempts: 0,
  results: null,
  failures: [],
  resources: null,
  stdout: null,
  stderr: null,
  leftOut: null,
  notes: '',
});

/** Returns the experiments with one of them changed, or added if it is new. */
const withExperiment = (
  entry: ArchiveEntry,
  run: number,
  change: (before: ExperimentEntry) => Partial<ExperimentEntry>,
) => {
  const before = entry.runs.find((one) => one.run === run) ?? blankExperiment(entry, run);
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

const imported = (data: ImportedIdea, mark: Mark): Change => {
  const { name, title, idea, novel, runs, figures, papers, outcome, reason, score, at } = data;
  return {
    ...{ name, title, idea, parents: idea?.parents ?? [], figures, outcome, state: outcome, reason, score },
    judgement: novel === null ? null : { ...mark, novel, decided: true, rounds: 0, reason: 'as imported' },
    runs: runs
      .filter(({ run }) => run > 0)
      .map(({ run, description, results, problem, notes }) => ({
        ...{
          run,
          description,
          results,
          notes,
          attempts: 1,
          resources: null,
          stdout: null,
          stderr: null,
          leftOut: null,
        },
        failures: problem === '' ? [] : [{ ...mark, attempt: 1, reason: 'imported', explanation: problem, tail: '' }],
      })),
    papers: papers.map(({ version, title: own, pdf, review, ratings }) => ({
      ...{ ...mark, version, title: own, pdf, remaining: [], reviews: [], meta: null, review },
      score: ratings.overall ?? null,
    })),
    endedAt: at ?? mark.time,
  };
};

const plotting = (): Change => ({ state: 'plotting' });
const writing = (): Change => ({ state: 'writing' });
const compiling = (): Change => ({ state: 'compiling' });

/** For each event in an idea's own scope, the change to its entry. */
export const steps: ByType<ArchiveEntry, Change, KnownEvent> = {
  'idea.drafted': (entry, { data: { draft, done, idea }, id, time }) => ({
    ...ofIdea(idea),
    drafts: [...entry.drafts, { id, time, draft, done, idea }],
  }),
  'idea.proposed': (_, { data: { idea } }) => ({ ...ofIdea(idea), state: 'proposed' }),
  'novelty.queried': (entry, { data: { round, query, thought }, id, time }) => ({
    novelty: [
      ...entry.novelty,
      {
        id,
        time,
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
  'novelty.searched': (entry, { data: { round, library, papers, error, evidence = [], failed = [] } }) => ({
    novelty: withRound(entry, round, { library, papers, error, evidence, failed, answered: true }),
  }),
  'idea.judged': (_, { data: { novel, decided, rounds, reason }, id, time }) => ({
    judgement: { id, time, novel, decided, rounds, reason },
    state: novel ? 'waiting' : 'not-novel',
    reason: novel ? '' : reason,
  }),
  'proposal.failed': (_, { data, time }) => ({ ...failed(data), outcome: 'failed', endedAt: time }),
  'comment.written': (entry, { data: { text }, id, time }) => remarked(entry, { id, time, kind: 'comment', text }),
  'idea.approved': (entry, { id, time }) => remarked(entry, { id, time, kind: 'approval', text: '' }),
  'idea.reopened': (entry, { data: { text }, id, time }) => ({
    ...remarked(entry, { id, time, kind: 'revision', text }),
    state: 'writing',
    outcome: null,
    reason: '',
    endedAt: null,
  }),
  'idea.started': () => ({ state: 'coding' }),
  'idea.failed': (_, { data }) => failed(data),
  'idea.finished': (_, { data: { outcome, reason, score }, time }) => ({
    outcome,
    state: outcome,
    reason,
    score,
    endedAt: time,
  }),

  'plan.made': (_, { data: { runs } }) => ({ plan: runs.map((run) => run.description) }),
  'code.edited': (entry, { data: { run } }) => ({ state: 'coding', runs: withExperiment(entry, run, () => ({})) }),
  'experiment.requested': (entry, { data: { run, attempt } }) => ({
    state: 'experimenting',
    runs: withExperiment(entry, run, ({ attempts }) => ({ attempts: Math.max(attempts, attempt) })),
  }),
  'experiment.completed': (entry, { data: { run, results, resources, stdout, stderr, leftOut = null } }) => ({
    state: 'coding',
    runs: withExperiment(entry, run, () => ({ results, resources, stdout, stderr, leftOut })),
  }),
  'experiment.failed': (entry, { data: { run, attempt, reason, explanation, tail }, id, time }) => ({
    state: 'coding',
    runs: withExperiment(entry, run, ({ failures }) => ({
      failures: [...failures, { id, time, attempt, reason, explanation, tail }],
    })),
  }),
  'note.written': (entry, { data: { run, text } }) => ({
    runs: withExperiment(entry, run, ({ notes }) => ({ notes: notes === '' ? text : `${notes}\n${text}` })),
  }),
  'plot.edited': plotting,
  'plot.requested': plotting,
  'figures.described': (_, { data: { figures } }) => ({ figures }),
  'coding.finished': (entry, { data: { runs, figures } }) => ({
    state: 'writing',
    figures,
    runs: runs
      .filter(({ run }) => run > 0)
      .reduce<readonly ExperimentEntry[]>(
        (after, { run, description, results }) =>
          withExperiment({ ...entry, runs: after }, run, () => ({ description, results })),
        entry.runs,
      ),
  }),

  'title.chosen': writing,
  'section.drafted': (entry, { data: { section } }) => ({
    state: 'writing',
    sections: entry.sections.includes(section) ? entry.sections : [...entry.sections, section],
  }),
  'citation.queried': writing,
  'paper.checked': compiling,
  'paper.typeset': compiling,
  'paper.compiled': (entry, { data: { version, title, pdf, remaining }, id, time }) => ({
    state: 'reviewing',
    papers: [
      ...entry.papers,
      { id, time, version, title, pdf, remaining, reviews: [], meta: null, review: null, score: null },
    ],
  }),
  'paper.submitted': (_, { data: { version, name, title, file, pages }, id, time }) => ({
    name,
    title,
    state: 'reviewing',
    papers: [
      {
        ...{ id, time, version, title, remaining: [], reviews: [], meta: null, review: null, score: null },
        pdf: { blob: file.blob, sizeBytes: file.sizeBytes, pages: pages.length || null },
      },
    ],
  }),
  'review.submitted': (entry, { data: { version, number, review, problem } }) => ({
    papers: withPaper(entry, version, ({ reviews }) => ({ reviews: [...reviews, { number, review, problem }] })),
  }),
  'meta-review.written': (entry, { data: { version, review } }) => ({
    papers: withPaper(entry, version, () => ({ meta: review })),
  }),
  'paper.reviewed': (entry, { data: { version, review, score } }) => ({
    state: 'reviewed',
    score,
    papers: withPaper(entry, version, () => ({ review, score })),
  }),
  'paper.finished': (_, { data: { score } }) => ({ state: 'reviewed', score }),
  'idea.imported': (_, { data, id, time }) => imported(data, { id, time }),
};
