import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInRoles, loadRoles } from '../../src/actors/roles/load.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { render } from '../../src/cli/live/render.ts';
import { emptyView, type View, withEvent, withTelemetry } from '../../src/cli/live/state.ts';
import { summaryLines } from '../../src/cli/live/summary.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { plain } from '../../src/text/clean.ts';
import { eventLine } from '../../src/text/event-line.ts';
import { modelNames } from '../../src/text/model-names.ts';
import { isSubstance, sentenceOf } from '../../src/text/sentence.ts';
import { textWidth } from '../../src/text/width.ts';
import { sampleOf } from '../support/samples.ts';
import { developed, Log } from '../support/story.ts';
import { ideaNamed } from '../support/studio.ts';

const viewOf = (events: readonly Event[], colour = false): View => events.reduce(withEvent, emptyView('here', colour));

const until = (type: string): readonly Event[] => {
  const { events } = developed();
  return events.slice(0, events.findIndex((event) => event.type === type) + 1);
};

const frame = (view: View, columns = 120, rows = 40): string[] => render(view, columns, rows, view.progress.at);
const lineWith = (lines: readonly string[], part: string): string => {
  const line = lines.find((one) => one.includes(part));
  assert.ok(line !== undefined, `no line has "${part}":\n${lines.join('\n')}`);
  return line;
};

const taskStarted = (log: Log, task: string, scope: string, role: string, kind: string): Log =>
  log.add(
    'task.started',
    scope,
    role,
    { task, kind, key: kind, attempt: 1, worker: 'worker-1', inputSha256: 'x' },
    `${task}.started.1`,
  );

const { roles } = await loadRoles(builtInRoles, '1');
const roster = createRoster(
  roles,
  {},
  roles.flatMap(({ role }) => role.performs),
);

test('every event of the built-in roles has a sentence', () => {
  assert.ok(roster.definitions.size > 40);
  for (const [type, { schema, version }] of roster.definitions) {
    const data = schema.parse(sampleOf(schema));
    const draft = { id: 'a.b.1', type, version, run: 'here', scope: 'run', role: 'r', causationid: 'x', data };
    const sentence = sentenceOf(seal(draft, '2026-01-01T00:00:00.000Z'));
    assert.notEqual(sentence, type, `${type} has no sentence`);
    assert.doesNotMatch(sentence, /undefined|NaN|\[object|[{}]/, type);
  }
});

test('an event without a sentence is shown by its type', () => {
  const [event] = new Log().add('moon.risen', 'run', 'astronomer', { phase: 1 }).events as [Event];
  assert.match(eventLine(event), /^\d\d:\d\d:\d\d run +astronomer +moon\.risen$/);
});

test('data of another shape than the sentence expects does not break a line', () => {
  const [event] = new Log().add('plan.made', 'idea-1', 'coder', null).events as [Event];
  assert.equal(sentenceOf(event), 'plan.made');
});

test('the header names run, template and models, and says that the playbook is scripted', () => {
  const [first] = frame(viewOf(developed().events));
  assert.match(first ?? '', /^here {2}\S+ {2}\S+ · \S+$/);
  assert.equal(modelNames({ coder: 'playbook:toy', writer: 'playbook:toy' }), 'playbook:toy (scripted)');
  assert.equal(modelNames({ coder: 'a:x', writer: 'a:x', referee: 'b:y' }), 'a:x, referee b:y');
});

test('an active idea shows its stages, activities with their durations, and the last output', () => {
  const log = new Log().start({ ideas: 1 }).add('idea.requested', 'run', 'director', { number: 1 });
  taskStarted(log, 'idea-1.experimenter.1', 'idea-1', 'experimenter', 'typeset');
  const before = viewOf(log.events);
  const telemetry = { run: 'here', taskId: 'idea-1.experimenter.1' };
  const said = 'step \u001b[31m100\u001b[0m\tloss 0.2';
  const spoken = withTelemetry(before, { ...telemetry, what: 'stdout', text: said }, before.progress.at);
  const view = withTelemetry(spoken, { ...telemetry, what: 'progress', text: '0.4' }, before.progress.at);
  const later = new Date(Date.parse(view.progress.at) + 75_000).toISOString();
  const line = lineWith(render(view, 120, 40, later), 'experimenter compiles');
  assert.equal(line, '     › experimenter compiles 1 min 15 s  ████░░░░░░ 40 %  step 100 loss 0.2');
});

test('a model that has not said a word yet is shown as reading, with how long that took it last time', () => {
  const log = new Log().start({ ideas: 1 }).add('idea.requested', 'run', 'director', { number: 1 });
  taskStarted(log, 'idea-1.coder.1', 'idea-1', 'coder', 'model');
  const after = (view: View, seconds: number) => new Date(Date.parse(view.progress.at) + seconds * 1000).toISOString();
  const row = (view: View) => lineWith(render(view, 120, 40, after(view, 40)), 'coder asks the model');
  const first = viewOf(log.events);
  assert.equal(row(first), '     › coder asks the model 40 s  reading, no word yet');
  const word = (view: View, task: string, seconds: number) =>
    withTelemetry(view, { run: 'here', taskId: task, what: 'delta', text: ' We' }, after(view, seconds));
  const writing = word(word(first, 'idea-1.coder.1', 130), 'idea-1.coder.1', 200);
  assert.equal(row(writing), '     › coder asks the model 40 s  We We');
  log.add('task.completed', 'idea-1', 'coder', { kind: 'model' }, 'idea-1.coder.1.result');
  taskStarted(log, 'idea-1.coder.2', 'idea-1', 'coder', 'model');
  const again = log.events.slice(-2).reduce(withEvent, writing);
  assert.equal(row(again), '     › coder asks the model 40 s  reading, no word yet, last time 2 min 10 s');
});

test('a task’s telemetry is dropped at its result', () => {
  const telemetry = { run: 'here', taskId: 'idea-1.coder.1', what: 'stdout', text: 'hello' } as const;
  const view = withTelemetry(emptyView('here', false), telemetry, '2026-01-01T00:00:00.000Z');
  assert.deepEqual(Object.keys(view.live), ['idea-1.coder.1']);
  const [result] = new Log().add('task.completed', 'idea-1', 'coder', { kind: 'x' }, 'idea-1.coder.1.result').events;
  assert.deepEqual(withEvent(view, result as Event).live, {});
});

test('stages that are complete are ticked', () => {
  const coding = lineWith(frame(viewOf(until('plan.made'))), '· reviews');
  assert.match(coding, /✓ idea ✓ novelty .*· paper/);
  const writing = lineWith(frame(viewOf(until('section.drafted'))), '· reviews');
  assert.match(writing, /✓ code ✓ runs ✓ plots ▸ paper/);
});

test('the stages of an idea have room in 80 columns', () => {
  for (const type of ['novelty.queried', 'experiment.failed', 'section.drafted', 'review.submitted']) {
    assert.match(lineWith(frame(viewOf(until(type)), 80), '✓ idea'), /reviews( \d\/\d)?$/);
  }
});

test('an idea at its end shows its outcome and score', () => {
  const lines = frame(viewOf(developed().events));
  assert.match(lineWith(lines, '100 %  first'), /^ {2}1 {2}█{12} 100 %/);
  assert.match(lines.join('\n'), /reviewed {2}score \d/);
});

test('the tail has the last eight events of substance', () => {
  const { events } = developed();
  const told = events
    .filter(isSubstance)
    .slice(-8)
    .map((event) => eventLine(event, 120));
  assert.deepEqual(frame(viewOf(events)).slice(-8), told);
});

test('no frame is wider or higher than the terminal', () => {
  for (const colour of [false, true]) {
    for (const columns of [1, 10, 40, 79, 200]) {
      for (const rows of [1, 3, 8, 24, 60]) {
        const { events } = developed();
        for (let count = 0; count <= events.length; count += 3) {
          const lines = frame(viewOf(events.slice(0, count), colour), columns, rows);
          assert.ok(lines.length <= rows, `${lines.length} lines in ${rows}`);
          for (const line of lines) assert.ok(textWidth(plain(line)) <= columns, `${columns}: ${line}`);
        }
      }
    }
  }
});

test('active ideas take precedence over ended ones if not all fit', () => {
  const log = developed();
  for (let number = 10; number < 30; number += 1) {
    log.add('proposal.failed', 'run', 'scientist', { number, code: 'answer.unusable', message: 'no' });
  }
  log.add('idea.drafted', 'idea-99', 'scientist', { number: 99, draft: 1, done: false, idea: ideaNamed('at_work') });
  const lines = frame(viewOf(log.events), 100, 24);
  lineWith(lines, 'at_work');
  lineWith(lines, 'ideas more');
  assert.ok(lines.length <= 24);
});

test('colours are there only when they are wanted', () => {
  const command = '\u001b[';
  const { events } = developed();
  assert.ok(!frame(viewOf(events)).join('').includes(command));
  assert.ok(frame(viewOf(events, true)).join('').includes(command));
});

test('the summary names the outcome, the score and the paper of each idea', () => {
  const { progress } = viewOf(developed().events);
  const lines = summaryLines(progress, { folder: '/r', papers: { 'idea-1': '/r/1-first/paper.pdf' } }, [], false);
  assert.match(lineWith(lines, '  1  first'), /reviewed, score [\d.]+ of 10$/);
  lineWith(lines, '/r/1-first/paper.pdf');
  lineWith(lines, 'ai-scientist show here');
  const narrow = summaryLines(progress, { folder: '/r', papers: { 'idea-1': '/r/1-first/paper.pdf' } }, [], false, 20);
  lineWith(narrow, '/r/1-first/paper.pdf');
  assert.ok(narrow.every((line) => line.includes('/') || textWidth(line) <= 20));
});
