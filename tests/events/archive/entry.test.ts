import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ArchiveEntry, archiveOf } from '../../../src/events/projections/archive.ts';
import { Log } from '../../support/story.ts';
import { experiment, givenIdeas } from '../../support/studio.ts';

const begun = (): Log => new Log().start({});
const own = (log: Log, type: string, data: unknown, role = 'coder'): Log => log.add(type, 'idea-1', role, data);
const entryOf = (log: Log, number = 1): ArchiveEntry => {
  const found = archiveOf(log.events).ideas.find((entry) => entry.origin === 'run' && entry.number === number);
  assert.ok(found, `there is an idea ${number}`);
  return found;
};
const lastMark = (log: Log) => {
  const { id, time } = log.events.at(-1) ?? {};
  return { id, time };
};

test('an entry is opened by whatever is first recorded in the scope of its idea', () => {
  const log = begun().add('review.submitted', 'idea-12.review-1', 'referee', {});
  const { time } = lastMark(log);
  const entry = entryOf(log, 12);
  assert.deepEqual(
    [entry.scope, entry.number, entry.state, entry.times],
    ['idea-12', 12, 'drafting', { drafting: time }],
  );
  assert.equal(entry.updatedAt, '', 'a review in its own scope changes nothing yet');
});

test('a request, and a proposal that failed, are of the idea whose number they give', () => {
  const log = begun().add('idea.requested', 'run', 'director', { number: 3 });
  assert.equal(entryOf(log, 3).state, 'drafting');
  log.add('proposal.failed', 'run', 'scientist', { number: 3, code: 'model.down', message: 'no' });
  const { outcome, state, reason, endedAt } = entryOf(log, 3);
  assert.deepEqual([outcome, state, reason, endedAt], ['failed', 'failed', 'model.down: no', lastMark(log).time]);
  assert.equal(archiveOf(log.events).ideas.length, 2, 'the seed and the idea');
});

test('what is of no idea changes nothing', () => {
  const log = begun();
  const before = archiveOf(log.events);
  log.add('run.paused', 'run', 'director', { reason: 'x', number: 1 });
  log.add('note.written', 'ideal-1', 'coder', { run: 1, text: 'x' });
  log.add('note.written', 'idea-x', 'coder', { run: 1, text: 'x' });
  log.add('note.written', 'idea-1x', 'coder', { run: 1, text: 'x' });
  log.add('note.written', 'my-idea-1', 'coder', { run: 1, text: 'x' });
  assert.deepEqual(archiveOf(log.events), before);
});

test('the run, its template, earlier ideas and a baseline that was given begin the archive', () => {
  const earlier = [{ name: 'a', title: 'A', experiment: '', origin: 'run-0', score: null, outcome: 'failed' }];
  const { run, template, earlier: given, baseline } = archiveOf(begun().events);
  assert.deepEqual([run, template, given, baseline], ['here', 'toy', 0, null]);
  const more = {
    earlier: givenIdeas(earlier),
    baseline: { experiment: experiment(0), origin: 'run-0' },
  };
  const archive = archiveOf(new Log().start({}, more).events);
  assert.equal(archive.earlier, 1);
  const { results, environment } = experiment(0);
  assert.deepEqual(archive.baseline, { results, environment, origin: 'run-0' });
  const [seed] = archive.ideas;
  assert.deepEqual(
    [seed?.name, seed?.title, seed?.idea?.experiment, seed?.parents, seed?.scope],
    ['seed_idea', 'A Seed', 'Change the seed.', [], ''],
  );
});

test('the baseline is measured in its own scope only', () => {
  const log = begun();
  own(log, 'experiment.completed', experiment(1), 'experimenter');
  assert.equal(archiveOf(log.events).baseline, null);
  log.add('experiment.failed', 'baseline', 'experimenter', experiment(0));
  assert.equal(archiveOf(log.events).baseline, null);
  log.add('experiment.completed', 'baseline', 'experimenter', experiment(0));
  assert.equal(archiveOf(log.events).baseline?.origin, 'here');
});

test('a search fills the round that asked, and no other', () => {
  const log = begun();
  for (const round of [1, 2]) own(log, 'novelty.queried', { round, query: `q${round}`, thought: 't' }, 'scientist');
  const { id, time } = lastMark(log);
  const asked = {
    id,
    time,
    round: 2,
    query: 'q2',
    thought: 't',
    library: '',
    papers: [],
    evidence: [],
    failed: [],
    error: null,
    answered: false,
  };
  assert.deepEqual(entryOf(log).novelty[1], asked);
  const failed = [{ library: 'a', code: 'c', message: 'm' }];
  own(log, 'novelty.searched', { round: 2, query: 'q2', library: 'b', papers: [], error: null, failed }, 'scientist');
  const [first, second] = entryOf(log).novelty;
  assert.deepEqual(second, { ...asked, library: 'b', failed, answered: true });
  assert.deepEqual([first?.round, first?.answered, first?.library], [1, false, '']);
  const evidence = [{ library: 'c', url: 'u', sha256: 's', sizeBytes: 1 }];
  own(log, 'novelty.searched', { round: 1, query: 'q1', library: 'c', papers: [], error: 'e', evidence }, 'scientist');
  assert.deepEqual(entryOf(log).novelty[0]?.evidence, evidence);
  assert.deepEqual([entryOf(log).novelty[0]?.error, entryOf(log).novelty[0]?.failed], ['e', []]);
});

test('an idea that is judged waits, or is not novel for a reason', () => {
  const judged = (novel: boolean): ArchiveEntry =>
    entryOf(own(begun(), 'idea.judged', { number: 1, novel, decided: true, rounds: 2, reason: 'known' }, 'scientist'));
  assert.deepEqual([judged(true).state, judged(true).reason], ['waiting', '']);
  assert.deepEqual([judged(false).state, judged(false).reason], ['not-novel', 'known']);
  const { novel, decided, rounds, reason } = judged(false).judgement ?? {};
  assert.deepEqual([novel, decided, rounds, reason], [false, true, 2, 'known']);
});

test('runs stand in their order, each described by the plan, with the most attempts that were asked for', () => {
  const log = own(begun(), 'plan.made', { runs: [{ description: 'one' }, { description: 'two' }] });
  own(log, 'code.edited', { run: 2, attempt: 1, file: 'a', text: '' });
  own(log, 'experiment.requested', { run: 1, attempt: 3, workspace: {} });
  own(log, 'experiment.requested', { run: 1, attempt: 2, workspace: {} });
  own(log, 'note.written', { run: 3, text: 'unplanned' });
  assert.deepEqual(
    entryOf(log).runs.map(({ run, description, attempts, notes, results }) => [
      run,
      description,
      attempts,
      notes,
      results,
    ]),
    [
      [1, 'one', 3, '', null],
      [2, 'two', 0, '', null],
      [3, '', 0, 'unplanned', null],
    ],
  );
  own(log, 'note.written', { run: 3, text: 'more' });
  assert.equal(entryOf(log).runs[2]?.notes, 'unplanned\nmore');
});

test('a run keeps what it measured and every failure before', () => {
  const log = begun();
  const crash = { run: 1, attempt: 1, reason: 'crashed', explanation: 'exit 1', tail: 'Traceback', resources: null };
  own(log, 'experiment.failed', crash, 'experimenter');
  const first = lastMark(log);
  own(log, 'experiment.failed', { ...crash, attempt: 2, reason: 'timeout' }, 'experimenter');
  own(log, 'experiment.completed', experiment(1, 0.5), 'experimenter');
  const [run] = entryOf(log).runs;
  const { results, resources, stdout, stderr } = experiment(1, 0.5);
  assert.deepEqual(
    { results: run?.results, resources: run?.resources, stdout: run?.stdout, stderr: run?.stderr },
    { results, resources, stdout, stderr },
  );
  assert.deepEqual(run?.failures[0], {
    ...first,
    attempt: 1,
    reason: 'crashed',
    explanation: 'exit 1',
    tail: 'Traceback',
  });
  assert.deepEqual(
    run?.failures.map(({ reason }) => reason),
    ['crashed', 'timeout'],
  );
});

test('the end of coding describes the runs as they really were, without the baseline', () => {
  const log = own(begun(), 'plan.made', { runs: [{ description: 'one' }] });
  own(log, 'note.written', { run: 1, text: 'kept' });
  const results = experiment(1).results;
  const runs = [0, 1, 2].map((run) => ({ run, description: `really ${run}`, results }));
  own(log, 'coding.finished', { runs, notes: '', figures: [{ file: 'a.png' }], code: {}, environment: {} });
  const entry = entryOf(log);
  assert.deepEqual(
    entry.runs.map(({ run, description, notes }) => [run, description, notes]),
    [
      [1, 'really 1', 'kept'],
      [2, 'really 2', ''],
    ],
  );
  assert.deepEqual([entry.runs[0]?.results, entry.figures.length, entry.state], [results, 1, 'writing']);
});

test('sections are listed once each, in the order in which they were begun', () => {
  const log = begun();
  for (const section of ['results', 'abstract', 'results'])
    own(log, 'section.drafted', { section, text: '', stage: 'draft' }, 'writer');
  assert.deepEqual(entryOf(log).sections, ['results', 'abstract']);
});

test('each kind of work shows in the state', () => {
  const shown = (type: string, data: object = {}): string => entryOf(own(begun(), type, data)).state;
  assert.deepEqual(
    ['plot.edited', 'plot.requested', 'title.chosen', 'citation.queried', 'paper.checked', 'paper.typeset'].map(
      (type) => shown(type),
    ),
    ['plotting', 'plotting', 'writing', 'writing', 'compiling', 'compiling'],
  );
  assert.equal(shown('idea.started'), 'coding');
  assert.equal(shown('idea.failed', { code: 'a.b', message: 'c' }), 'failed');
  assert.equal(entryOf(own(begun(), 'idea.failed', { code: 'a.b', message: 'c' })).reason, 'a.b: c');
});

const compile = (log: Log, version: number): Log =>
  own(
    log,
    'paper.compiled',
    { version, title: `T${version}`, pdf: { blob: 'p', sizeBytes: 9, pages: 8 }, remaining: [] },
    'writer',
  );

test('reviews and verdicts go to the version of the paper that they are of', () => {
  const log = compile(compile(begun(), 1), 2);
  const { id, time } = lastMark(log);
  own(log, 'review.submitted', { version: 2, number: 1, review: null, problem: 'down' }, 'referee');
  own(log, 'review.submitted', { version: 2, number: 2, review: { overall: 4 }, problem: '' }, 'referee');
  own(log, 'meta-review.written', { version: 2, review: { overall: 3 } }, 'reviewer');
  own(log, 'paper.reviewed', { version: 2, review: { overall: 4 }, score: 4.5, reviews: 1 }, 'reviewer');
  const { papers, score, state } = entryOf(log);
  const pdf = { blob: 'p', sizeBytes: 9, pages: 8 };
  const blank = { pdf, remaining: [], reviews: [], meta: null, review: null, score: null };
  assert.deepEqual({ ...papers[0], id: '', time: '' }, { id: '', time: '', version: 1, title: 'T1', ...blank });
  assert.deepEqual(papers[1] as unknown, {
    ...{ id, time, version: 2, title: 'T2', pdf, remaining: [] },
    reviews: [
      { number: 1, review: null, problem: 'down' },
      { number: 2, review: { overall: 4 }, problem: '' },
    ],
    ...{ meta: { overall: 3 }, review: { overall: 4 }, score: 4.5 },
  });
  assert.deepEqual([score, state], [4.5, 'reviewed']);
  own(log, 'paper.finished', { version: 2, score: 5, decision: 'Accept' }, 'writer');
  assert.deepEqual([entryOf(log).score, entryOf(log).state], [5, 'reviewed']);
});

test('a paper from outside is before its reviewers from the beginning', () => {
  const submitted = (pages: readonly string[]) =>
    own(
      begun(),
      'paper.submitted',
      { version: 1, name: 'n', title: 'T', text: '', file: { name: 'f', blob: 'b', sizeBytes: 3 }, pages },
      'desk',
    );
  const log = submitted(['x', 'y']);
  const { name, title, state, papers } = entryOf(log);
  assert.deepEqual([name, title, state], ['n', 'T', 'reviewing']);
  assert.deepEqual(papers as unknown, [
    {
      ...{
        ...lastMark(log),
        version: 1,
        title: 'T',
        remaining: [],
        reviews: [],
        meta: null,
        review: null,
        score: null,
      },
      pdf: { blob: 'b', sizeBytes: 3, pages: 2 },
    },
  ]);
  assert.equal(entryOf(submitted([])).papers[0]?.pdf?.pages, null);
});
