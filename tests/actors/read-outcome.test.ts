import assert from 'node:assert/strict';
import { test } from 'node:test';
import pino from 'pino';
import type { Performer } from '../../src/actors/performer.ts';
import { inputProblem, readOutcome } from '../../src/actors/read-outcome.ts';
import { Worker } from '../../src/actors/worker.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { failure, success } from '../../src/events/outcome.ts';
import { tasks } from '../../src/events/vocabulary/tasks.ts';
import { toyTask } from '../support/toy-roles.ts';

const codeOf = (outcome: ReturnType<typeof readOutcome>) => (outcome.ok ? 'ok' : outcome.error.code);

test('any result that is not an outcome is a failure', () => {
  for (const given of [undefined, null, {}, [], 7, 'done', { ok: 'yes' }, { ok: false }, { ok: false, error: 'no' }])
    assert.equal(codeOf(readOutcome(toyTask, given)), 'task.no_outcome', JSON.stringify(given));
});

test('a value that violates its kind’s schema is a failure that names the field', () => {
  for (const value of [undefined, null, '7', {}])
    assert.equal(codeOf(readOutcome(toyTask, success(value))), 'task.invalid_value');
  const outcome = readOutcome(tasks.search, success({ library: 'test', papers: 'none' }));
  assert.match(outcome.ok ? '' : outcome.error.message, /papers/);
});

test('a value is recorded unchanged, with unknown fields; a failure with its details', () => {
  const value = { library: 'test', papers: [], shelf: 3 };
  assert.deepEqual(readOutcome(tasks.search, success(value)), success(value));
  const failed = failure('literature.failed', 'no library', { status: 503 });
  assert.deepEqual(readOutcome(tasks.search, failed), failed);
});

test('an input that violates its schema is rejected', () => {
  assert.equal(inputProblem(toyTask, { step: 1 }), undefined);
  const problem = inputProblem(toyTask, { steps: 1 });
  assert.equal(problem?.ok === false && problem.error.code, 'task.invalid_input');
});

/** The result that a worker records for one task. */
const recorded = async (input: unknown, outcome: unknown) => {
  const broker = createMemoryBroker();
  const log = await broker.logs.create('toy');
  const stop = new AbortController();
  const performer: Performer = { task: toyTask, concurrency: 1, attempts: 1, perform: async () => outcome as never };
  await broker.tasks.publish({
    run: 'toy',
    id: 'run.a.1',
    kind: 'toy',
    key: 'k',
    scope: 'run',
    role: 'a',
    causationid: 'x',
    input,
  });
  const clock = { now: () => '2026-01-01T00:00:00.000Z', sleep: async () => {} };
  const logger = pino({ level: 'silent' });
  const parts = { name: 'w', run: 'toy', broker, performers: [performer], clock, logger, admits: () => 'go' as const };
  const working = new Worker(parts).work(stop.signal);
  for await (const { event } of log.follow(1, stop.signal)) if (event.id === 'run.a.1.result') stop.abort();
  await working;
  return (await log.get('run.a.1.result'))?.event;
};

test('a worker records a performer’s result as success only if it is one', async () => {
  const good = await recorded({ step: 1 }, success(2));
  assert.equal(good?.type, 'task.completed');
  for (const [input, outcome, code] of [
    [{ step: 1 }, {}, 'task.no_outcome'],
    [{ step: 1 }, success('two'), 'task.invalid_value'],
    [{ stride: 1 }, success(2), 'task.invalid_input'],
  ] as const) {
    const event = await recorded(input, outcome);
    const error = (event?.data as { error?: { code: string } } | undefined)?.error;
    assert.deepEqual([event?.type, error?.code], ['task.failed', code]);
  }
});
