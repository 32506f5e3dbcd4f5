import assert from 'node:assert/strict';
import pino from 'pino';
import { Host } from '../../src/actors/host.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import type { Role } from '../../src/machines/kit/kit.ts';
import type { RunLog } from '../../src/ports/log.ts';
import type { Task } from '../../src/ports/tasks.ts';
import { collect } from './broker-data.ts';
import { type Order, scriptedRole, scriptedRoster } from './scripted-role.ts';

/** A run with one host; the tests record people's orders, before the host starts or later. */
export class Stage {
  readonly broker = createMemoryBroker();
  readonly tasks: Task[] = [];
  readonly seen: string[] = [];
  readonly logged: string[] = [];
  readonly stop = new AbortController();
  log!: RunLog;
  host!: Host;
  #orders = 0;

  async begin(
    started: object = {},
    change: (log: RunLog) => Partial<RunLog> = () => ({}),
    added: readonly Role[] = [],
  ): Promise<this> {
    this.log = await this.broker.logs.create('here');
    await this.record('run.started', 'run.started', started);
    const log = new Proxy(this.log, {
      get: (target, name) =>
        (change(target) as any)[name] ?? (target as any)[name].bind?.(target) ?? (target as any)[name],
    });
    this.host = new Host({
      log,
      tasks: { publish: async (task: Task) => void this.tasks.push(task) } as never,
      blobs: this.broker.blobs,
      roster: scriptedRoster([scriptedRole('speaker', ['run', 'idea']), ...added]),
      clock: { now: () => '2026-01-01T00:00:01.000Z', sleep: async () => {} },
      logger: pino({ level: 'warn' }, { write: (line: string) => void this.logged.push(line) }),
      onEvent: ({ event, sequence }, fold) => {
        assert.equal(fold.sequence, sequence);
        this.seen.push(event.id);
      },
    });
    return this;
  }

  async record(id: string, type: string, data: unknown, scope = 'run', role = 'human'): Promise<void> {
    await this.log.append(
      seal({ id, type, version: 1, run: 'here', scope, role, causationid: id, data }, '2026-01-01T00:00:00.000Z'),
    );
  }

  /** Records a value for a task, as a worker would. */
  answer(id: string, key = 'k'): Promise<void> {
    const data = { task: id, kind: 'toy', key, attempt: 1, durationMs: 1, inputSha256: '', value: 1 };
    return this.record(`${id}.result`, 'task.completed', data, id.split('.').slice(0, -2).join('.'), 'speaker');
  }

  order(order: Order, scope = 'run'): Promise<void> {
    this.#orders += 1;
    return this.record(`human.${this.#orders}`, 'order.given', { at: scope, ...order }, scope);
  }

  async events(): Promise<readonly Event<any>[]> {
    return (await collect(this.log.read())).map(({ event }) => event as Event<any>);
  }

  async has(id: string): Promise<void> {
    const deadline = performance.now() + 20_000;
    while ((await this.log.get(id)) === undefined) {
      assert.ok(performance.now() < deadline, `${id} is recorded`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
