import assert from 'node:assert/strict';
import { test } from 'node:test';
import pino from 'pino';
import * as z from 'zod';
import type { Performer } from '../../../src/actors/performer.ts';
import { createRoster } from '../../../src/actors/roster.ts';
import { workOnRun } from '../../../src/actors/work-on-run.ts';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { type Event, seal } from '../../../src/events/envelope.ts';
import { failure, type Outcome, success } from '../../../src/events/outcome.ts';
import { recordable } from '../../../src/events/recordable.ts';
import { controlEvents } from '../../../src/events/vocabulary/shell.ts';
import { tasks } from '../../../src/events/vocabulary/tasks.ts';
import {
  type Asking,
  asking,
  askingEvents,
  defineRole,
  type Prompt,
  pick,
  type Role,
} from '../../../src/machines/kit/kit.ts';
import { dataOf } from '../../support/simulate.ts';

type Context = Asking;

/** Asks for a word, emits the result, and ends the run. */
const poet = (prompt: (context: Context) => Prompt): Role => {
  const role = defineRole({
    name: 'poet',
    description: 'Asks for a word.',
    scopes: ['run'],
    context: ({ started }): Context => ({ ...asking, started }),
    consumes: {},
    publishes: {
      ...askingEvents,
      'word.found': { description: 'A word.', version: 1, schema: z.object({ word: z.string() }) },
      ...pick(controlEvents, 'run.finished'),
    },
    performs: { word: tasks.model },
  });
  const machine = role.createMachine({
    initial: 'asking',
    states: {
      asking: {
        ask: {
          key: 'word',
          prompt,
          judge: (answer) =>
            /^\w/.test(answer) ? { type: 'word.found', data: { word: answer } } : { complaint: 'No word.' },
          accepted: { 'word.found': 'done' },
          failed: 'done',
        },
      },
      done: {
        entry: role.emit(({ failure: reason }) => ({
          type: 'run.finished',
          data: { outcome: 'completed', reason: reason === null ? 'a word' : reason.code, ideas: [] },
        })),
      },
    },
  });
  return role.withMachine(machine);
};

type Asked = { readonly events: readonly Event[]; readonly reason: string; readonly requests: readonly string[] };

const usual = (context: Asking): Prompt => ({ system: 'A poet.', text: `A word, please (${context.attempt}).` });

/** One question with these results of its model calls in sequence; the last is repeated. */
const askWith = async (results: readonly Outcome<unknown>[], prompt = usual): Promise<Asked> => {
  const requests: string[] = [];
  const model: Performer = {
    task: tasks.model,
    concurrency: 1,
    attempts: 2,
    perform: async (input: any) => {
      requests.push(input.messages.at(-1).content);
      return results[Math.min(requests.length, results.length) - 1] ?? success({});
    },
  };
  const roster = createRoster([{ role: poet(prompt), from: 'tests', version: '1' }], {}, ['model']);
  const broker = createMemoryBroker();
  const log = await broker.logs.create('asked');
  const draft = { id: 'run.started', type: 'run.started', version: 1, run: 'asked', scope: 'run', role: 'host' };
  const now = () => new Date().toISOString();
  await log.append(
    seal(
      { ...draft, causationid: 'run.started', data: { roster: roster.record, settings: { limits: { answers: 2 } } } },
      now(),
    ),
  );
  const clock = { now, sleep: async () => {} };
  const logger = pino({ level: 'silent' });
  const parts = { broker, run: 'asked', roster, performers: [model], clock, logger, name: 'test' };
  assert.equal(await workOnRun(parts, AbortSignal.timeout(30_000)), 'finished');
  const events: Event[] = [];
  for await (const { event } of log.read()) events.push(event);
  return { events, reason: dataOf(events, 'run.finished')[0].reason, requests };
};

const usage = { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 };
const answered = (text: string, more: object = {}) =>
  success({ text, model: 'test:poet', stopReason: 'end', usage, costUsd: null, latencyMs: 1, ...more });

const word = answered('silence');

test('an answer that was cut off, was declined or is too large is asked for again, and told why', async () => {
  const huge = answered('a'.repeat(3_000_000));
  for (const [first, why] of [
    [answered('sil', { stopReason: 'max_tokens' }), /cut off/],
    [failure('model.refused', 'the model refuses to answer this'), /declined/],
    [huge, /too long to be recorded/],
  ] as const) {
    const { events, reason, requests } = await askWith([first, word]);
    assert.equal(reason, 'a word');
    assert.match(dataOf(events, 'answer.rejected')[0].complaint, why);
    assert.match(requests[1] ?? '', why);
    assert.equal(dataOf(events, 'word.found')[0].word, 'silence');
  }
});

test('what a model thinks aloud before its answer is no part of it', async () => {
  const { events } = await askWith([answered('<think>\nA hard one.\n</think>\nsilence')]);
  assert.equal(dataOf(events, 'word.found')[0].word, 'silence');
});

test('the step is the last line, so that prompts of one actor begin alike', async () => {
  const { requests } = await askWith([answered('?'), word]);
  assert.equal(requests.length, 2);
  for (const request of requests) assert.match(request, /^A word, please[\s\S]*\n<step>poet\.word<\/step>$/);
});

test('halves of characters and numbers that JSON lacks never get into the log', async () => {
  const { events, requests } = await askWith([answered('?\ud83d', { costUsd: Number.NaN }), answered('w\udc00rd')]);
  assert.equal(dataOf(events, 'word.found')[0].word, 'w\ufffdrd');
  const { text, costUsd } = dataOf(events, 'task.completed')[0].value;
  assert.deepEqual([text, costUsd], ['?\ufffd', null]);
  assert.equal(requests.length, 2, 'each call is made once');
  const tree = { a: ['x', { '\ud800': 1 }], b: 2 };
  assert.deepEqual(recordable(tree), { a: ['x', { '\ufffd': 1 }], b: 2 });
  const good = { a: [1, 'ü😀'] };
  assert.equal(recordable(good), good);
});

test('a prompt that throws fails its question instead of keeping the run waiting', async () => {
  const { events, reason, requests } = await askWith([word], () => {
    throw new Error('there is no idea');
  });
  assert.equal(reason, 'task.no_input');
  assert.match(dataOf(events, 'question.failed')[0].message, /there is no idea/);
  assert.equal(requests.length, 0);
});

test('a model that answers with something else than an answer is complained to until the attempts are spent', async () => {
  for (const value of [null, 7, {}, { text: 7 }, []]) {
    const { reason, requests } = await askWith([success(value)]);
    assert.deepEqual([reason, requests.length], ['answer.unusable', 2], JSON.stringify(value));
  }
  const { reason, requests } = await askWith([failure('model.unauthorized', 'no')]);
  assert.deepEqual([reason, requests.length], ['model.unauthorized', 1]);
});
