import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admitted, isQuiescent } from '../../../src/actors/admission.ts';
import { success } from '../../../src/events/outcome.ts';
import { Script, scriptedRole, taggedRole } from '../../support/scripted-role.ts';

const said = (type: string, data: object) => ({ type, data });
const word = said('word.said', { text: 'a' });
const paused = said('run.paused', { reason: 'x' });
const roles = () => [scriptedRole('speaker', ['run', 'idea'], { performs: ['toy', 'other'] })];
const scriptOf = (concurrency: object = {}) => new Script(roles(), { settings: { concurrency } });
const asked = (...keys: string[]) => keys.map((key) => ({ key }));
const admittedIn = ({ fold }: Script): readonly string[] => admitted(fold).map(({ key }) => key);

test('as many tasks of a kind are admitted as the settings say, the oldest first, and no more', () => {
  const script = scriptOf({ toy: 2 }).order({ ask: [...asked('a', 'b', 'c'), { key: 'd', kind: 'other' }] });
  assert.deepEqual(admittedIn(script), ['a', 'b', 'd']);
  const [first] = admitted(script.fold);
  assert.ok(first);
  script.record(first, success(1));
  assert.deepEqual(admittedIn(script), ['b', 'c', 'd']);
});

test('each kind has a limit of its own, and without one there is none', () => {
  const order = { ask: [...asked('a', 'b'), { key: 'c', kind: 'other' }, { key: 'd', kind: 'other' }] };
  assert.deepEqual(admittedIn(scriptOf({ toy: 1, other: 1 }).order(order)), ['a', 'c']);
  assert.deepEqual(admittedIn(scriptOf({ other: 1 }).order(order)), ['a', 'b', 'c']);
  assert.deepEqual(admittedIn(new Script(roles()).order(order)), ['a', 'b', 'c', 'd']);
});

test('events that are to be published are no tasks, and take no place', () => {
  assert.deepEqual(admittedIn(scriptOf({ toy: 1 }).order({ say: [word], ask: asked('a') })), ['a']);
});

test('nothing is admitted while the run is paused', () => {
  const script = scriptOf().order({ ask: asked('a'), say: [paused] });
  assert.deepEqual(admittedIn(script), ['a'], 'the pause is not recorded yet');
  script.advance();
  assert.deepEqual(admittedIn(script), []);
  script.order({ say: [said('run.resumed', { budget: { dollars: null, tokens: null, hours: null } })] });
  script.advance();
  assert.deepEqual(admittedIn(script), ['a']);
});

test('nothing of a cancelled scope is admitted, nor does it take a place', () => {
  const script = scriptOf({ toy: 1 });
  script.order({ ask: asked('one') }, 'idea-1').order({ ask: asked('ten') }, 'idea-10');
  assert.deepEqual(admittedIn(script), ['one']);
  script.append({
    id: 'run.other.1',
    type: 'scope.cancelled',
    scope: 'run',
    role: 'human',
    data: { scope: 'idea-1', reason: '' },
  });
  assert.deepEqual(admittedIn(script), ['ten']);
});

test('nothing is admitted in half a fork', () => {
  const forkedFrom = { run: 'first', through: 2, id: 'x', chain: '', edited: [], changes: [] };
  const script = new Script(roles(), { forkedFrom });
  script.order({ ask: asked('a') });
  assert.deepEqual(admittedIn(script), []);
  const data = { run: 'first', through: 2, budget: {} };
  script.append({ id: 'forked.3', type: 'run.forked', scope: 'run', role: 'host', data });
  assert.deepEqual(admittedIn(script), [], 'another fork ends there');
  script.append({ id: 'forked.2', type: 'run.forked', scope: 'run', role: 'host', data });
  assert.deepEqual(admittedIn(script), ['a']);
});

test('nothing is admitted once the log differs from what this code makes', () => {
  const script = scriptOf().order({ ask: asked('a') });
  script.append({ id: 'run.speaker.7', type: 'word.said', scope: 'run', role: 'speaker', data: { text: 'x' } });
  assert.ok(script.fold.divergence);
  assert.deepEqual(admittedIn(script), []);
});

test('a run is quiescent when it is running and nothing is outstanding', () => {
  const script = scriptOf();
  assert.ok(isQuiescent(script.fold));
  script.order({ say: [word] });
  assert.ok(!isQuiescent(script.fold));
  script.advance();
  assert.ok(isQuiescent(script.fold));
  script.order({ ask: asked('a') });
  assert.ok(!isQuiescent(script.fold));
});

test('a run that has not begun, is paused, is over or differs is not quiescent', () => {
  assert.ok(
    !isQuiescent(
      new (class extends Script {
        override start() {
          return this;
        }
      })(roles()).fold,
    ),
  );
  for (const event of [paused, said('run.finished', { outcome: 'completed', reason: '', ideas: [] })]) {
    const script = scriptOf().order({ say: [event] });
    script.advance();
    assert.equal(script.outstanding.length, 0);
    assert.ok(!isQuiescent(script.fold), event.type);
  }
  const script = scriptOf();
  script.append({ id: 'run.speaker.7', type: 'word.said', scope: 'run', role: 'speaker', data: { text: 'x' } });
  assert.ok(!isQuiescent(script.fold));
});

test('what a cancelled scope asked for keeps no run from being quiescent', () => {
  const script = scriptOf().order({ ask: asked('one'), say: [word] }, 'idea-1');
  script.append({
    id: 'run.other.1',
    type: 'scope.cancelled',
    scope: 'run',
    role: 'human',
    data: { scope: 'idea-1', reason: '' },
  });
  assert.equal(script.outstanding.length, 2);
  assert.ok(isQuiescent(script.fold));
  script.order({ ask: asked('two') }, 'idea-10');
  assert.ok(!isQuiescent(script.fold));
});

test('a run in which somebody waits for a person is not quiescent', () => {
  const isAt = (tags: string[]) => isQuiescent(new Script([...roles(), taggedRole('waiter', tags)]).fold);
  assert.deepEqual([isAt([]), isAt(['other']), isAt(['waits-for-person'])], [true, true, false]);
});
