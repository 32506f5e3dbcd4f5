import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Event, seal } from '../../../src/events/envelope.ts';
import { CodedError, failure } from '../../../src/events/outcome.ts';
import type { RunLog } from '../../../src/ports/log.ts';
import { playRun } from '../../support/playbook-lab.ts';
import { dataOf } from '../../support/simulate.ts';

const brief = { ideas: 1, limits: { ideaReflections: 0, noveltyRounds: 1, answers: 1 } };

/** The first model call ends so. */
const firstCall = (end: () => ReturnType<typeof failure>) => {
  let calls = 0;
  return (performer: any) =>
    performer.task.kind !== 'model'
      ? performer
      : {
          ...performer,
          perform: async (...given: unknown[]) => {
            calls += 1;
            return calls === 1 ? end() : performer.perform(...given);
          },
        };
};

const limited = () => failure('model.rate_limited', 'too many requests', { retryAfterMs: 500 });

const turns = (events: readonly Event[]) =>
  events
    .filter(({ type }) => type === 'run.paused' || type === 'run.resumed')
    .map(({ type, data }) => `${type} ${(data as { cause?: string }).cause ?? ''}`.trim());

const startsOf = (events: readonly Event[]) => dataOf(events, 'task.started').map(({ attempt }) => attempt);

test('a limit that is lifted later pauses the run until then, and it goes on by itself', async () => {
  const { events } = await playRun(1, () => 0.9, brief, { wrap: firstCall(limited) });
  assert.deepEqual(turns(events), ['run.paused infrastructure', 'run.resumed']);
  const [paused] = dataOf(events, 'run.paused');
  assert.match(paused.reason, /^model\.rate_limited: too many requests; the run resumes by itself at 20/);
  assert.ok(Date.parse(paused.until) > 0);
  assert.deepEqual(dataOf(events, 'task.failed'), []);
  assert.ok(startsOf(events).every((attempt) => attempt === 1));
});

test('a store that fails for a while pauses the run, and it goes on by itself', async () => {
  const lost = () => {
    throw new CodedError('blobs.unavailable', 'no answer');
  };
  const { events } = await playRun(1, () => 0.9, brief, { wrap: firstCall(lost) });
  assert.deepEqual(turns(events), ['run.paused infrastructure', 'run.resumed']);
  assert.match(dataOf(events, 'run.paused')[0].reason, /^blobs\.unavailable: no answer; .* when this is repaired$/);
  assert.ok(startsOf(events).every((attempt) => attempt === 1));
});

test('a pause of a person in between is not undone', async () => {
  const ask = (log: RunLog, name: string, type: string, data: object) => {
    const id = `human.${name}`;
    const event = { id, type, version: 1, run: log.run, scope: 'run', role: 'human', causationid: id, data };
    return log.append(seal(event, new Date().toISOString()));
  };
  let taken = false;
  const { events } = await playRun(1, () => 0.9, brief, {
    wrap: firstCall(limited),
    onEvent: ({ event }, _, log) => {
      if (event.type !== 'run.paused' || taken) return;
      taken = true;
      void ask(log, 'lunch', 'pause.requested', { reason: 'lunch' })
        .then(() => sleep(4000))
        .then(() => ask(log, 'back', 'resume.requested', {}));
    },
  });
  assert.deepEqual(turns(events), ['run.paused infrastructure', 'run.paused', 'run.resumed']);
  const resumed = events.findIndex(({ type }) => type === 'run.resumed');
  assert.ok(resumed > events.findIndex(({ id }) => id === 'human.back'));
});
