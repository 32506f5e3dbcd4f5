import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Story } from '../../support/director-story.ts';
import { experiment, modelResult, unlimited } from '../../support/studio.ts';

const cancel = (scope: string) => ({ scope, reason: 'enough' });

test('without a recorded baseline, run 0 is measured before any idea is asked for', () => {
  const story = new Story({ ideas: 1 }, {});
  assert.deepEqual(story.heard(), ['experiment.requested baseline']);
  assert.deepEqual(story.data('experiment.requested'), [
    { run: 0, attempt: 1, workspace: { 'experiment.py': { text: 'print(1)' } } },
  ]);
  assert.equal(story.state(), 'baseline');
  assert.deepEqual(story.when('experiment.completed', experiment(0, 3), 'baseline'), ['idea.requested 1']);
  assert.deepEqual(story.proposed(1), ['idea.started idea-1']);
  assert.deepEqual(story.data('idea.started')[0].baseline, experiment(0, 3));
});

test('a baseline that fails ends the run, with the reason', () => {
  const story = new Story({}, {});
  const failure = { run: 0, attempt: 1, reason: 'crashed', explanation: 'exit 1', tail: '', resources: null };
  story.heard();
  assert.deepEqual(story.when('experiment.failed', failure, 'baseline'), ['run.finished run failed']);
  assert.equal(story.data('run.finished')[0].reason, 'baseline.failed: crashed: exit 1');
});

test('batch: ideas follow each other without waiting, and novel ones are developed, two at a time', () => {
  const story = new Story({ ideas: 4, parallel: 2 });
  assert.deepEqual(story.heard(), ['idea.requested 1']);
  assert.deepEqual(story.proposed(1), ['idea.started idea-1', 'idea.requested 2']);
  assert.deepEqual(story.proposed(2, false), ['idea.finished idea-2 not-novel', 'idea.requested 3']);
  assert.deepEqual(story.proposed(3), ['idea.started idea-3', 'idea.requested 4']);
  assert.deepEqual(story.proposed(4), []);
  assert.deepEqual(story.finished(3, 6), ['idea.finished idea-3 reviewed', 'idea.started idea-4']);
  assert.deepEqual(story.when('idea.failed', { code: 'coder.no_run', message: 'none' }, 'idea-1'), [
    'idea.finished idea-1 failed',
  ]);
  assert.deepEqual(story.finished(4, 3), ['idea.finished idea-4 reviewed', 'run.finished run completed']);
  assert.deepEqual(story.data('run.finished')[0], {
    outcome: 'completed',
    reason: '2 of 4 ideas became a reviewed paper',
    ideas: [
      { scope: 'idea-1', name: 'idea_1', outcome: 'failed', score: null },
      { scope: 'idea-2', name: 'idea_2', outcome: 'not-novel', score: null },
      { scope: 'idea-3', name: 'idea_3', outcome: 'reviewed', score: 6 },
      { scope: 'idea-4', name: 'idea_4', outcome: 'reviewed', score: 3 },
    ],
  });
  assert.equal(story.data('idea.finished')[2].reason, 'coder.no_run: none');
});

test('open-ended: the next idea waits for the end of the one before', () => {
  const story = new Story({ ideas: 2, mode: 'open-ended', parallel: 2 });
  story.heard();
  assert.deepEqual(story.proposed(1), ['idea.started idea-1']);
  assert.deepEqual(story.finished(1), ['idea.finished idea-1 reviewed', 'idea.requested 2']);
  assert.deepEqual(story.proposed(2, false), ['idea.finished idea-2 not-novel', 'run.finished run completed']);
});

test('a proposal that fails counts; a run in which all did has failed', () => {
  const failed = { number: 1, code: 'model.unavailable', message: 'nobody answers' };
  const some = new Story({ ideas: 2 });
  some.heard();
  assert.deepEqual(some.when('proposal.failed', failed), ['idea.requested 2']);
  assert.deepEqual(some.proposed(2, false), ['idea.finished idea-2 not-novel', 'run.finished run completed']);
  const none = new Story({ ideas: 1 });
  none.heard();
  assert.deepEqual(none.when('proposal.failed', failed), ['run.finished run failed']);
  assert.equal(none.data('run.finished')[0].reason, 'model.unavailable: nobody answers');
});

test('proposals that fail alike three times in a row end the asking; what is in development goes on', () => {
  const story = new Story({ ideas: 300, parallel: 2 });
  const fails = (number: number, code = 'answers.unusable') =>
    story.when('proposal.failed', { number, code, message: `idea ${number}` });
  story.heard();
  story.proposed(1);
  assert.deepEqual(fails(2), ['idea.requested 3']);
  assert.deepEqual(fails(3, 'model.timed_out'), ['idea.requested 4']);
  assert.deepEqual(fails(4), ['idea.requested 5']);
  assert.deepEqual(fails(5), ['idea.requested 6']);
  assert.deepEqual(story.proposed(6, false), ['idea.finished idea-6 not-novel', 'idea.requested 7']);
  assert.deepEqual(fails(7), ['idea.requested 8']);
  assert.deepEqual(fails(8), ['idea.requested 9']);
  assert.deepEqual(fails(9), []);
  assert.deepEqual(story.finished(1), ['idea.finished idea-1 reviewed', 'run.finished run failed']);
  assert.equal(
    story.data('run.finished')[0].reason,
    'run.proposals_failed: 3 proposals in a row failed alike, so no idea was asked for after 9 of 300: ' +
      'answers.unusable: idea 9; 1 of 300 ideas became a reviewed paper',
  );
});

test('a run that completes without some of its ideas says how many could not be proposed, and why', () => {
  const story = new Story({ ideas: 4 });
  story.heard();
  for (const number of [1, 2, 3])
    story.when('proposal.failed', { number, code: ['a.b', 'c.d', 'c.d'][number - 1], message: 'no' });
  assert.deepEqual(story.proposed(4, false), ['idea.finished idea-4 not-novel', 'run.finished run completed']);
  assert.equal(
    story.data('run.finished')[0].reason,
    '0 of 4 ideas became a reviewed paper; 3 could not be proposed, the last one because: c.d: no',
  );
});

test('no ideas asked for: the run ends with its baseline', () => {
  const story = new Story({ ideas: 0 }, {});
  assert.deepEqual(story.heard(), ['experiment.requested baseline']);
  assert.deepEqual(story.when('experiment.completed', experiment(0), 'baseline'), ['run.finished run completed']);
});

test('in a pause what ends is recorded and nothing begins; asking again changes nothing', () => {
  const story = new Story({ ideas: 3, parallel: 1 });
  story.heard();
  story.proposed(1);
  assert.deepEqual(story.when('resume.requested'), []);
  assert.deepEqual(story.when('pause.requested', { reason: 'lunch' }), ['run.paused run lunch']);
  assert.equal(story.state(), 'paused');
  assert.deepEqual(story.when('pause.requested', { reason: 'again' }), []);
  assert.deepEqual(story.proposed(2), []);
  assert.deepEqual(story.finished(1), ['idea.finished idea-1 reviewed']);
  assert.deepEqual(story.when('resume.requested'), ['run.resumed run', 'idea.started idea-2', 'idea.requested 3']);
});

test('a pause of the program ends by its own request; a person takes it over, and then it does not', () => {
  const cause = 'infrastructure';
  const pause = { reason: 'home.disk_full: no space', cause, until: '2026-01-02T00:00:00.000Z' };
  const story = new Story({ ideas: 3 });
  story.heard();
  assert.deepEqual(story.when('resume.requested', { cause }), []);
  assert.deepEqual(story.when('pause.requested', pause), [`run.paused run ${pause.reason}`]);
  assert.deepEqual(story.data('run.paused'), [pause]);
  assert.deepEqual(story.when('pause.requested', pause), []);
  assert.deepEqual(story.when('resume.requested', { cause }), ['run.resumed run']);
  story.when('pause.requested', pause);
  assert.deepEqual(story.when('pause.requested', { reason: 'lunch' }), ['run.paused run lunch']);
  assert.deepEqual(story.when('pause.requested', pause), []);
  assert.deepEqual(story.when('resume.requested', { cause }), []);
  assert.equal(story.state(), 'paused');
  assert.deepEqual(story.when('resume.requested', {}), ['run.resumed run']);
  story.when('pause.requested', pause);
  assert.deepEqual(story.when('resume.requested', {}), ['run.resumed run']);
});

test('at the budget in dollars the run pauses once; with more it goes on, without more it pauses again', () => {
  const story = new Story({ ideas: 1, budget: { dollars: 1 } });
  story.heard();
  assert.deepEqual(story.when('task.completed', modelResult(0.5)), []);
  assert.deepEqual(story.when('task.completed', modelResult(null)), []);
  assert.deepEqual(story.when('task.completed', modelResult(0.5)), ['run.paused run budget.dollars']);
  assert.deepEqual(story.when('task.completed', modelResult(0.3)), []);
  assert.deepEqual(story.when('resume.requested'), ['run.resumed run', 'run.paused run budget.dollars']);
  assert.deepEqual(story.when('resume.requested', { budget: { dollars: 2 } }), ['run.resumed run']);
  assert.deepEqual(story.data('run.resumed').at(-1), { budget: { ...unlimited, dollars: 2 } });
  assert.deepEqual(story.when('task.completed', modelResult(0.7)), ['run.paused run budget.dollars']);
  assert.deepEqual(story.when('resume.requested', { budget: { dollars: null } }), ['run.resumed run']);
  assert.deepEqual(story.when('task.completed', modelResult(50)), []);
});

test('a top-up before the budget is reached counts; tokens and hours have budgets too', () => {
  const tokens = new Story({ ideas: 1, budget: { tokens: 150 } });
  tokens.heard();
  assert.deepEqual(tokens.when('resume.requested', { budget: { tokens: 250 } }), ['run.resumed run']);
  assert.deepEqual(tokens.when('task.completed', modelResult(0)), []);
  assert.deepEqual(tokens.when('task.completed', modelResult(0, 149)), []);
  assert.deepEqual(tokens.when('task.completed', modelResult(0, 1)), ['run.paused run budget.tokens']);

  // Each event of a simulation comes one second after the one before: run.started, idea.requested, and then these.
  const hours = new Story({ ideas: 1, budget: { hours: 10 / 3600 } });
  hours.heard();
  assert.deepEqual(hours.when('pause.requested', { reason: 'night' }), ['run.paused run night']);
  for (let second = 0; second < 30; second += 1) assert.deepEqual(hours.when('task.failed', {}), []);
  assert.deepEqual(hours.when('resume.requested'), ['run.resumed run']);
  const quiet = Array.from({ length: 6 }, () => hours.when('task.failed', {}));
  assert.deepEqual(quiet.flat(), []);
  assert.deepEqual(hours.when('task.failed', {}), ['run.paused run budget.hours']);
});

test('a run can be cancelled, and one idea of it; scopes that are not there are ignored', () => {
  const story = new Story({ ideas: 3, parallel: 2 });
  story.heard();
  story.proposed(1);
  story.proposed(2);
  assert.deepEqual(story.when('cancel.requested', cancel('idea-9')), []);
  assert.deepEqual(story.when('cancel.requested', cancel('idea-1')), [
    'scope.cancelled idea-1',
    'idea.finished idea-1 cancelled',
  ]);
  assert.deepEqual(story.when('cancel.requested', cancel('idea-1')), []);
  assert.deepEqual(story.when('cancel.requested', cancel('run')), [
    'scope.cancelled run',
    'idea.finished idea-2 cancelled',
    'idea.finished idea-3 cancelled',
    'run.finished run cancelled',
  ]);
  assert.equal(story.state(), 'finished');
  for (const type of ['pause.requested', 'resume.requested'])
    assert.deepEqual(story.when(type, { reason: 'late' }), []);
  assert.deepEqual(story.when('cancel.requested', cancel('run')), []);
  assert.deepEqual(story.finished(2), []);
});

test('a paused run can be cancelled', () => {
  const story = new Story({ ideas: 1 });
  story.heard();
  story.when('pause.requested', { reason: 'lunch' });
  assert.equal(story.when('cancel.requested', cancel('run')).at(-1), 'run.finished run cancelled');
});

test('demands that come while an event is being recorded are answered in their order', () => {
  const story = new Story({ ideas: 1 });
  const give = (id: string, type: string, data: unknown) =>
    story.simulator.append({ id, type, scope: 'run', role: 'human', data });
  give('human.1', 'pause.requested', { reason: 'one' });
  give('human.2', 'resume.requested', { budget: { dollars: 7 } });
  give('human.3', 'pause.requested', { reason: 'two' });
  give('human.4', 'pause.requested', { reason: 'three' });
  give('human.5', 'resume.requested', {});
  assert.deepEqual(story.heard(), [
    'idea.requested 1',
    'run.paused run one',
    'run.resumed run',
    'run.paused run two',
    'run.resumed run',
  ]);
});

test('a fault of an actor ends its idea; one of the run ends the asking, not what is in development', () => {
  const story = new Story({ ideas: 9, parallel: 2 });
  const fault = (actor: string) => ({ actor, code: 'actor.threw', message: 'oops' });
  story.heard();
  story.proposed(1);
  story.proposed(2);
  assert.deepEqual(story.when('actor.failed', fault('idea-1.coder'), 'idea-1'), ['idea.finished idea-1 failed']);
  assert.match(story.data('idea.finished')[0].reason, /^actor\.failed: idea-1\.coder: actor\.threw/);
  assert.deepEqual(story.when('actor.failed', fault('run.scientist')), ['idea.finished idea-3 failed']);
  assert.deepEqual(story.finished(2), ['idea.finished idea-2 reviewed', 'run.finished run failed']);
  assert.match(story.data('run.finished')[0].reason, /run\.scientist/);
});

test('a paper that has been reviewed stands, whatever fails afterwards', () => {
  const story = new Story({ ideas: 1 });
  story.heard();
  story.proposed(1);
  story.when('paper.reviewed', { version: 1, review: {}, score: 4.5, reviews: 5 }, 'idea-1');
  story.when('idea.failed', { code: 'writer.stuck', message: 'no revision' }, 'idea-1');
  assert.deepEqual(story.data('run.finished')[0].ideas, [
    { scope: 'idea-1', name: 'idea_1', outcome: 'reviewed', score: 4.5 },
  ]);
});

test('a run that is stuck moves on: the ideas in development fail, then the run itself', () => {
  const story = new Story({ ideas: 3, parallel: 2 });
  story.heard();
  story.proposed(1);
  assert.deepEqual(story.quiesced(), ['idea.finished idea-1 failed']);
  assert.match(story.data('idea.finished')[0].reason, /^idea\.stuck/);
  assert.deepEqual(story.quiesced(), ['idea.finished idea-2 failed', 'run.finished run failed']);
  assert.match(story.data('run.finished')[0].reason, /^run\.stuck/);
  const silent = new Story({}, {});
  silent.heard();
  assert.deepEqual(silent.quiesced(), ['run.finished run failed']);
});
