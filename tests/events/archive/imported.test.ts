import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archiveOf } from '../../../src/events/projections/archive.ts';
import { authorsOf } from '../../../src/events/projections/authors.ts';
import { totalCost } from '../../../src/events/projections/cost.ts';
import { evidenceOf, noEvidence } from '../../../src/events/projections/evidence.ts';
import { workspaceOf } from '../../../src/events/projections/idea-files.ts';
import { importedIdea, wholeImport } from '../../support/imported.ts';
import { developed, Log } from '../../support/story.ts';

const log = () =>
  new Log()
    .start({ ideas: 2 }, { models: { coder: 'm', writer: 'm', referee: 'judge' } })
    .add('idea.imported', 'idea-1', 'human', importedIdea(), 'human.import-1')
    .add('idea.imported', 'idea-2', 'human', wholeImport, 'human.import-2');

test('an imported idea is in the archive as far as it came', () => {
  const { events } = log();
  const archive = archiveOf(events);
  const [bare, whole] = archive.ideas.filter(({ origin }) => origin === 'run');
  assert.deepEqual(
    [bare?.name, bare?.outcome, bare?.state, bare?.judgement, bare?.papers, bare?.endedAt],
    ['first', 'failed', 'failed', null, [], events[1]?.time],
  );
  assert.deepEqual(
    [whole?.name, whole?.outcome, whole?.score, whole?.judgement?.novel, whole?.endedAt, whole?.idea?.novelty],
    ['second', 'reviewed', 4, true, wholeImport.at, 6],
  );
  assert.deepEqual(
    whole?.runs.map(({ run, results, failures, notes }) => [run, results !== null, failures.length, notes]),
    [
      [1, true, 0, 'It went down.'],
      [2, false, 1, ''],
    ],
  );
  assert.deepEqual(
    whole?.papers.map(({ pdf, review, score }) => [pdf?.sizeBytes, review?.decision, score]),
    [[4, 'Reject', 4]],
  );
  assert.deepEqual(workspaceOf(events, 'idea-2')['experiment.py'], { text: 'print(1)' });
});

test('its cost is that of its transcript, and of no role', () => {
  const { events } = log();
  const { ideas, cost, costByRole } = archiveOf(events);
  assert.deepEqual([cost.dollars, cost.calls, cost.unpriced, costByRole], [0.13, 3, 2, {}]);
  assert.equal(ideas.at(-1)?.cost.dollars, 0.13);
  assert.equal(totalCost(events).dollars, 0.13);
});

test('what shows how far an idea came is an event, and for an imported one its import', () => {
  const evidence = evidenceOf(log().events);
  const mark = { id: 'human.import-2', time: wholeImport.at };
  assert.deepEqual(evidence.get('idea-2'), { proposed: mark, novel: mark, passed: mark, paper: mark, reviewed: mark });
  const bare = evidence.get('idea-1');
  assert.deepEqual(bare, { ...noEvidence, proposed: { id: 'human.import-1', time: log().events[1]?.time } });
});

test('of an idea of ours the first experiment and paper count, and the last verdict', () => {
  const { events } = developed();
  const found = evidenceOf(events).get('idea-1');
  const first = (type: string) => events.find((event) => event.type === type && event.scope === 'idea-1')?.id;
  assert.deepEqual(
    [found?.proposed?.id, found?.novel?.id, found?.passed?.id, found?.paper?.id, found?.reviewed?.id],
    ['idea.drafted', 'idea.judged', 'experiment.completed', 'paper.compiled', 'paper.reviewed'].map(first),
  );
  const again = developed();
  for (const type of ['experiment.completed', 'paper.compiled', 'paper.reviewed'])
    again.add(type, 'idea-1', 'again', {}, `again.${type}`);
  const { passed, paper, reviewed } = evidenceOf(again.events).get('idea-1') ?? noEvidence;
  assert.deepEqual([passed, paper, reviewed?.id], [found?.passed, found?.paper, 'again.paper.reviewed']);
});

test('an idea that is judged not novel has no mark for it', () => {
  const judged = new Log().start({}).add('idea.judged', 'idea-1', 'scientist', { number: 1, novel: false });
  assert.deepEqual(evidenceOf(judged.events).get('idea-1') ?? noEvidence, noEvidence);
});

test('authors are the models that answered, but not those of judges; otherwise those of the start', () => {
  assert.deepEqual(authorsOf(log().events), ['m']);
  const answer = (model: string) => ({ task: 'x', kind: 'model', key: 'x', value: { model } });
  const answered = log()
    .add('task.completed', 'idea-1', 'coder', answer('other'))
    .add('task.completed', 'idea-1', 'referee', answer('judge'))
    .add('task.completed', 'idea-1', 'writer', answer('m'));
  assert.deepEqual(authorsOf(answered.events), ['other', 'm']);
});
