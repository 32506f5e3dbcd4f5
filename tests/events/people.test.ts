import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isQuiescent } from '../../src/actors/admission.ts';
import { seal } from '../../src/events/envelope.ts';
import { archiveOf } from '../../src/events/projections/archive.ts';
import { progressOf } from '../../src/events/projections/progress.ts';
import { Story } from '../support/director-story.ts';
import { open } from '../support/play.ts';
import { createPlaybookLab, recordedIn } from '../support/playbook-lab.ts';
import { blockOf } from '../support/stand-ins.ts';

const idea = (number: number) => ({ scope: `idea-${number}` });

test('with approval on, a novel idea waits for a person, and the run does not count as stuck', () => {
  const story = new Story({ ideas: 2, parallel: 2, approveIdeas: true });
  story.heard();
  assert.deepEqual(story.proposed(1), ['idea.requested 2']);
  assert.deepEqual(story.proposed(2), []);
  assert.equal(story.state(), 'approval');
  assert.equal(isQuiescent(story.simulator.fold), false);
  assert.deepEqual(story.when('approve.requested', idea(2)), ['idea.approved idea-2', 'idea.started idea-2']);
  assert.deepEqual(story.when('approve.requested', idea(2)), []);
  assert.deepEqual(story.finished(2), ['idea.finished idea-2 reviewed']);
  assert.deepEqual(story.when('reject.requested', { ...idea(1), reason: 'dull' }), [
    'scope.cancelled idea-1',
    'idea.finished idea-1 cancelled',
    'run.finished run completed',
  ]);
  assert.equal(story.data('idea.finished').at(-1).reason, 'rejected: dull');
});

test('an idea can be approved before it is judged, and rejected while it is developed', () => {
  const early = new Story({ ideas: 1, approveIdeas: true });
  early.heard();
  assert.deepEqual(early.when('approve.requested', idea(1)), ['idea.approved idea-1']);
  assert.deepEqual(early.proposed(1), ['idea.started idea-1']);
  assert.deepEqual(early.when('reject.requested', { ...idea(1), reason: 'no' }).slice(0, 2), [
    'scope.cancelled idea-1',
    'idea.finished idea-1 cancelled',
  ]);
  const free = new Story({ ideas: 1 });
  free.heard();
  free.proposed(1);
  assert.deepEqual(free.when('approve.requested', idea(1)), [], 'nothing needs approval');
});

test('a revision is answered once the paper is finished, in a finished run too', () => {
  const story = new Story({ ideas: 1 });
  story.heard();
  story.proposed(1);
  const wanted = { ...idea(1), text: 'shorter' };
  assert.deepEqual(story.when('revise.requested', wanted), [], 'there is no paper yet');
  assert.equal(story.finished(1, 4).at(-1), 'run.finished run completed');
  assert.deepEqual(story.when('revise.requested', wanted), ['idea.reopened idea-1']);
  assert.equal(story.simulator.fold.control.status, 'running');
  assert.deepEqual(story.when('revise.requested', wanted), [], 'it is under way');
  assert.deepEqual(story.finished(1, 7), ['idea.finished idea-1 reviewed', 'run.finished run completed']);
  assert.equal(story.data('run.finished').at(-1).ideas[0].score, 7);
  assert.equal(story.simulator.fold.control.status, 'finished');
});

test('a failed revision leaves the paper unchanged', () => {
  const story = new Story({ ideas: 1 });
  story.heard();
  story.proposed(1);
  story.finished(1, 4);
  story.when('revise.requested', { ...idea(1), text: 'shorter' });
  assert.deepEqual(story.quiesced(), ['idea.finished idea-1 reviewed', 'run.finished run completed']);
  assert.match(story.data('idea.finished').at(-1).reason, /^The reviewed paper stands/);
});

test('the Scientist is told of remarks on the idea in hand and on the run, not of those on others', () => {
  const { asks, simulator } = open({ wishes: { ideas: 3 } });
  const remark = (scope: string, text: string) =>
    simulator.append({ id: `human.${text}`, type: 'comment.written', scope, role: 'human', data: { text } });
  while (!simulator.events.some(({ type, scope }) => type === 'idea.drafted' && scope === 'idea-2'))
    simulator.advance();
  remark('idea-1', 'one');
  remark('idea-2', 'two');
  remark('run', 'all');
  const before = asks.length;
  simulator.run();
  const told = asks.slice(before + 1).map(({ input }) => blockOf(input, 'comments')?.join(' ') ?? '');
  assert.deepEqual([...new Set(told)].sort(), ['all', 'two all']);
});

test('a run is approved, finished, revised by a person and finished again', async () => {
  const lab = await createPlaybookLab(() => 0.8);
  const limits = { noveltyRounds: 2, runs: 1, citationRounds: 0, reviews: 1, reviewReflections: 0, ideaReflections: 0 };
  const log = await lab.begin('guided', { ideas: 1, limits, approveIdeas: true });
  const say = (type: string, data: unknown, scope = 'run') => {
    const id = `human.${type.replace('.', '-')}`;
    const draft = { id, type, version: 1, run: 'guided', scope, role: 'human', causationid: id, data };
    return log.append(seal(draft, new Date().toISOString()));
  };
  const working = lab.work('guided');
  for await (const { event } of log.follow(1, AbortSignal.timeout(60_000))) {
    if (event.type === 'idea.judged') await say('approve.requested', idea(1));
    if (event.type === 'idea.started') break;
  }
  assert.equal(await working, 'finished');
  await say('revise.requested', { ...idea(1), text: 'Say less.' });
  assert.equal(await lab.work('guided'), 'finished');
  const events = (await recordedIn(log)).map(({ event }) => event);
  const [entry] = archiveOf(events).ideas.filter(({ origin }) => origin === 'run');
  assert.deepEqual(
    entry?.remarks.map(({ kind }) => kind),
    ['approval', 'revision'],
  );
  assert.deepEqual(
    entry?.papers.map(({ version, score }) => [version, score !== null]),
    [
      [1, true],
      [2, true],
    ],
  );
  assert.equal(entry?.outcome, 'reviewed');
  const { status, outcome } = progressOf(events);
  assert.deepEqual([status, outcome], ['finished', 'completed']);
  assert.equal(events.filter(({ type }) => type === 'run.finished').length, 2);
  const revised = events.find(({ data }) => (data as any).value?.purpose === 'writer.revise')?.data as any;
  const request = await lab.broker.blobs.get(revised.value.request);
  assert.match(new TextDecoder().decode(request), /Say less\./);
});
