import pino from 'pino';
import * as z from 'zod';
import type { Outages } from '../../src/actors/outages/outages.ts';
import type { Performer } from '../../src/actors/performer.ts';
import type { Reservations } from '../../src/actors/reservations.ts';
import { type Verdict, Worker } from '../../src/actors/worker.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { seal } from '../../src/events/envelope.ts';
import { success } from '../../src/events/outcome.ts';
import { createRedaction } from '../../src/events/redaction.ts';
import type { Telemetry } from '../../src/ports/live.ts';
import type { Delivery, Task } from '../../src/ports/tasks.ts';
import { collect, until } from './broker-data.ts';

export const taskNamed = (id = 'idea-1.coder.1', run = 'here'): Task => ({
  run,
  id,
  kind: 'toy',
  key: 'k',
  scope: 'idea-1',
  role: 'coder',
  causationid: 'human.1',
  input: { a: 1 },
});

const toyTask = { kind: 'toy', description: 'Anything.', input: z.object({ a: z.number() }), value: z.unknown() };

type Handle = (delivery: Delivery) => Promise<void>;

/** One worker with one performer; tests deliver tasks to it by hand. */
export class Bench {
  readonly broker = createMemoryBroker();
  readonly answers: string[] = [];
  readonly telemetry: Telemetry[] = [];
  readonly logged: string[] = [];
  readonly stop = new AbortController();
  verdict: Verdict | Promise<Verdict> = 'go';
  performed = 0;
  selections: unknown[] = [];
  worker!: Worker;
  #handle!: Handle;

  async begin(
    performer: Partial<Performer>,
    reservations?: Partial<Reservations>,
    outages?: Partial<Outages>,
  ): Promise<this> {
    await this.broker.logs.create('here');
    const tasks = {
      ...this.broker.tasks,
      consume: async (selection: unknown, concurrency: number, signal: AbortSignal, handle: Handle) => {
        this.selections.push([selection, concurrency]);
        this.#handle = handle;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    };
    const live = { ...this.broker.live, publish: (one: Telemetry) => void this.telemetry.push(one) };
    this.worker = new Worker({
      name: 'w',
      run: 'here',
      broker: { ...this.broker, tasks, live } as never,
      performers: [
        {
          task: toyTask,
          concurrency: 3,
          attempts: 2,
          ...performer,
          perform: (input, performing) => {
            this.performed += 1;
            return performer.perform?.(input, performing) ?? Promise.resolve(success('done'));
          },
        },
      ],
      clock: { now: () => '2026-01-01T00:00:00.000Z', sleep: () => new Promise((resolve) => setImmediate(resolve)) },
      logger: pino({ level: 'error' }, { write: (line: string) => void this.logged.push(line) }),
      redaction: createRedaction(['a-known-secret']),
      admits: () => this.verdict,
      ...(reservations && { reservations: reservations as Reservations }),
      ...(outages && { outages: outages as Outages }),
    });
    void this.worker.work(this.stop.signal);
    await until(() => this.#handle !== undefined);
    return this;
  }

  deliver(task = taskNamed(), name = ''): Promise<void> {
    const say = (what: string): void => void this.answers.push(`${name}${what}`);
    return this.#handle({
      task,
      working: () => say('working'),
      acknowledge: async () => say('acknowledged'),
      release: async (delayMs) => say(`released ${delayMs}`),
    });
  }

  async events() {
    return (await collect((await this.broker.logs.open('here')).read())).map(({ event }) => event);
  }

  async attempt(number: number, bound?: object, run = 'here'): Promise<void> {
    const task = taskNamed();
    const draft = {
      id: `${task.id}.started.${number}`,
      type: 'task.started',
      version: 1,
      scope: task.scope,
      role: task.role,
    };
    const data = { task: task.id, kind: 'toy', key: 'k', attempt: number, worker: 'x', inputSha256: 'x', bound };
    await (await this.broker.logs.open('here')).append(
      seal({ ...draft, run, causationid: 'x', data }, '2026-01-01T00:00:00.000Z'),
    );
  }
}

/** A worker that waits for deliveries. */
export const bench = (
  performer: Partial<Performer> = {},
  reservations?: Partial<Reservations>,
  outages?: Partial<Outages>,
) => new Bench().begin(performer, reservations, outages);
