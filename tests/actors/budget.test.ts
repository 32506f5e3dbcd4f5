import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import * as z from 'zod';
import type { Fold } from '../../src/actors/fold.ts';
import type { Performer } from '../../src/actors/performer.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { workOnRun } from '../../src/actors/work-on-run.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { success } from '../../src/events/outcome.ts';
import { addCosts, costOf, noCost, tokensOf } from '../../src/events/projections/cost.ts';
import type { Budget } from '../../src/events/vocabulary/run.ts';
import { controlEvents, requestEvents, shellEvents } from '../../src/events/vocabulary/shell.ts';
import { defineRole, pick, type Role, type TaskDefinition, toppedUp } from '../../src/machines/kit/kit.ts';
import type { Recorded } from '../../src/ports/log.ts';

const logger = pino({ level: 'silent' });
const clock = { now: () => new Date().toISOString(), sleep: (delayMs: number) => sleep(delayMs).then(() => {}) };
const bound = { tokens: 1000, dollars: 1 };

const call = {
  kind: 'model',
  description: 'A call that is paid for.',
  paid: true,
  input: z.object({ k: z.number() }),
  value: z.object({ text: z.string() }),
} as const satisfies TaskDefinition;

/** Requests all its calls at once; pauses, resumes and ends the run on request. */
const buyer = (calls: number): Role => {
  const keys = Array.from({ length: calls }, (_, k) => `k${k}`);
  const role = defineRole({
    name: 'buyer',
    description: 'Buys calls.',
    scopes: ['run'],
    context: () => ({ done: 0 }),
    consumes: { ...pick(requestEvents, 'pause.requested', 'resume.requested'), ...pick(shellEvents, 'task.completed') },
    publishes: pick(controlEvents, 'run.paused', 'run.resumed', 'run.finished'),
    performs: Object.fromEntries(keys.map((key) => [key, call])),
  });
  const { createMachine, emit, emitEach, keep, perform } = role;
  return role.withMachine(
    createMachine({
      entry: perform(() => keys.map((key, k) => ({ kind: 'model', key, input: () => ({ k }) }))),
      on: {
        'pause.requested': { actions: emit((_, { data }) => ({ type: 'run.paused', data })) },
        'resume.requested': {
          actions: emit((_, { data }) => ({ type: 'run.resumed', data: { budget: toppedUp(unlimited, data.budget) } })),
        },
        'task.completed': {
          actions: [
            keep(({ done }) => ({ done: done + 1 })),
            emitEach(({ done }) =>
              done < calls ? [] : [{ type: 'run.finished', data: { outcome: 'completed', reason: '', ideas: [] } }],
            ),
          ],
        },
      },
    }),
  );
};

const unlimited: Budget = { dollars: null, tokens: null, hours: null };

class Shop {
  readonly broker = createMemoryBroker();
  readonly calls: number;
  performed = 0;

  constructor(calls: number) {
    this.calls = calls;
  }

  async begin(budget: Partial<Budget>): Promise<void> {
    const log = await this.broker.logs.create('shop');
    const draft = {
      type: 'run.started',
      version: 1,
      run: 'shop',
      scope: 'run',
      role: 'host',
      causationid: 'run.started',
    };
    const settings = { budget: { ...unlimited, ...budget } };
    await log.append(seal({ ...draft, id: 'run.started', data: { settings } }, clock.now()));
  }

  async ask(id: string, type: string, data: unknown): Promise<void> {
    const draft = { id, type, version: 1, run: 'shop', scope: 'run', role: 'human', causationid: id, data };
    await (await this.broker.logs.open('shop')).append(seal(draft, clock.now()));
  }

  async events(): Promise<readonly Event[]> {
    const events: Event[] = [];
    for await (const { event } of (await this.broker.logs.open('shop')).read()) events.push(event);
    return events;
  }

  /** Runs several processes at once, until one sees the run paused or finished. */
  async work(processes: number): Promise<void> {
    const stop = new AbortController();
    const performer: Performer<typeof call> = {
      task: call,
      concurrency: this.calls,
      attempts: 3,
      bound: () => bound,
      perform: async ({ k }) => {
        this.performed += 1;
        await sleep(5 + (k % 7));
        const share = 0.5 + (k % 6) / 10;
        const usage = { inputTokens: 600 * share, outputTokens: 400 * share, cachedInputTokens: 0 };
        return success({ text: 'bought', costUsd: share, usage });
      },
    };
    const parts = {
      broker: this.broker,
      run: 'shop',
      roster: createRoster([{ role: buyer(this.calls), from: 'test', version: '1' }], {}, ['model']),
      performers: [performer],
      clock,
      logger,
    };
    const head = await (await this.broker.logs.open('shop')).lastSequence();
    const work = (name: string) => {
      const open = new Set<string>();
      const onEvent = ({ event, sequence }: Recorded, { control, outstanding }: Fold): void => {
        const { task, worker } = event.data as { task: string; worker?: string };
        if (event.type === 'task.started' && worker !== 'killed') open.add(task);
        if (event.type === 'task.completed') open.delete(task);
        const isSaid = [...outstanding.values()].every(({ kind }) => kind === 'perform');
        if (sequence > head && control.status === 'paused' && open.size === 0 && isSaid) stop.abort();
      };
      return workOnRun({ ...parts, name, onEvent }, stop.signal);
    };
    await Promise.all(Array.from({ length: processes }, (_, index) => work(`worker-${index}`)));
  }
}

const spent = (events: readonly Event[]) => events.map(costOf).reduce(addCosts, noCost);

test('fifty concurrent calls of two processes exceed the budget by less than one call; with more budget all are made', async () => {
  const shop = new Shop(50);
  await shop.begin({ dollars: 10 });
  await shop.work(2);
  const events = await shop.events();
  const { dollars, calls } = spent(events);
  assert.ok(dollars >= 10 - bound.dollars && dollars < 10 + bound.dollars, `${dollars} dollars`);
  assert.ok(calls >= 10 && calls < 50, `${calls} calls`);
  assert.deepEqual(events.findLast(({ type }) => type === 'run.paused')?.data, { reason: 'budget.dollars' });
  await shop.ask('human.1', 'resume.requested', { budget: { ...unlimited, dollars: 100 } });
  await shop.work(2);
  const after = await shop.events();
  assert.equal(spent(after).calls, 50);
  assert.equal(shop.performed, 50, 'no call is made twice');
  assert.equal(after.filter(({ type }) => type === 'run.finished').length, 1);
});

test('a budget in tokens works alike', async () => {
  const shop = new Shop(20);
  await shop.begin({ tokens: 3000 });
  await shop.work(1);
  const tokens = tokensOf(spent(await shop.events()));
  assert.ok(tokens < 3000 + bound.tokens, `${tokens} tokens`);
  assert.ok(tokens > 3000 - bound.tokens, `${tokens} tokens`);
});

test('a call whose answer was lost is charged at its bound', async () => {
  const shop = new Shop(1);
  await shop.begin({ dollars: 1 });
  const fields = {
    task: 'run.buyer.1',
    kind: 'model',
    key: 'k0',
    attempt: 1,
    worker: 'killed',
    inputSha256: '',
    bound,
  };
  const draft = {
    type: 'task.started',
    version: 1,
    run: 'shop',
    scope: 'run',
    role: 'buyer',
    causationid: 'run.started',
  };
  const log = await shop.broker.logs.open('shop');
  await log.append(seal({ ...draft, id: 'run.buyer.1.started.1', data: fields }, clock.now()));
  await shop.work(1);
  assert.equal(shop.performed, 0, 'what was lost may have been charged: there is no room for another attempt');
  assert.equal((await shop.events()).at(-1)?.type, 'run.paused');
  await shop.ask('human.1', 'resume.requested', { budget: { ...unlimited, dollars: 5 } });
  await shop.work(1);
  const events = await shop.events();
  assert.equal(shop.performed, 1);
  const lost = events.flatMap(({ data }) => (data as { lost?: readonly unknown[] }).lost ?? []);
  assert.deepEqual(lost, [bound]);
  const total = spent(events);
  assert.deepEqual([total.calls, total.lost, total.lostTokens, total.dollars], [1, 1, bound.tokens, 1.5]);
});
