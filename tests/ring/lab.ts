import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fold } from '../../src/actors/fold.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { serverFolder } from '../../src/adapters/broker/nats/embedded/paths.ts';
import { readRecord } from '../../src/adapters/broker/nats/embedded/record.ts';
import { openEmbedded } from '../../src/adapters/broker/nats/open-embedded.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { randomFrom } from '../support/random.ts';
import { toyRoles } from '../support/toy-roles.ts';

export const toyWork = { counts: 2, to: 4 };
const member = new URL('member.ts', import.meta.url).pathname;

export type RingResult = {
  readonly events: readonly Event[];
  readonly states: string;
  /** `start <task> <pid>` lines, in order. */
  readonly starts: readonly { readonly task: string; readonly pid: number }[];
  readonly killedWorkers: ReadonlySet<number>;
  readonly kills: number;
};

/** A data folder with its own server, for toy runs that are disturbed. */
export class RingLab {
  readonly #home: string;
  readonly #broker: Broker;

  private constructor(home: string, broker: Broker) {
    this.#home = home;
    this.#broker = broker;
  }

  static async open(): Promise<RingLab> {
    const home = await mkdtemp(join(tmpdir(), 'ring-'));
    return new RingLab(home, await openEmbedded({ home, idleMs: 1500 }, { onError: () => {} }));
  }

  async close(): Promise<void> {
    await this.#broker.close();
    await sleep(100);
    await killServer(this.#home);
    await rm(this.#home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** Runs the toys to their end while killing processes at random moments, `disturbances` times. */
  async run(run: string, seed: number, disturbances: number): Promise<RingResult> {
    const random = randomFrom(seed);
    const log = await this.#broker.logs.create(run);
    const draft = {
      id: 'run.started',
      type: 'run.started',
      version: 1,
      run,
      scope: 'run',
      role: 'host',
      causationid: 'run.started',
    };
    await log.append(seal({ ...draft, data: toyWork }, new Date().toISOString()));
    const journal = join(this.#home, `${run}.journal`);
    const killedWorkers = new Set<number>();
    const members: Record<string, ChildProcess> = {};
    let finished = false;
    const keep = (part: string): void => {
      const child = spawn(process.execPath, [member, part, this.#home, run, journal], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      members[part] = child;
      child.once('exit', (code) => {
        if (part === 'host' && code === 0) finished = true;
        if (!finished) keep(part);
      });
    };
    keep('host');
    keep('worker');
    const kill = (part: string): void => {
      if (part === 'worker' && members.worker?.pid !== undefined) killedWorkers.add(members.worker.pid);
      members[part]?.kill('SIGKILL');
    };
    const targets = ['host', 'worker', 'server', 'all'] as const;
    for (let kills = 0; kills < disturbances && !finished; kills += 1) {
      await sleep(250 + random() * 500);
      const target = targets[Math.floor(random() * targets.length)];
      if (target === 'host' || target === 'all') kill('host');
      if (target === 'worker' || target === 'all') kill('worker');
      if (target === 'server' || target === 'all') await killServer(this.#home);
    }
    const deadline = performance.now() + 90_000;
    while (!finished && performance.now() < deadline) await sleep(20);
    finished = true;
    for (const child of Object.values(members)) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    return { ...(await this.#observe(run, journal)), killedWorkers, kills: disturbances };
  }

  async #observe(run: string, journal: string) {
    const fold = new Fold(createRoster(toyRoles, {}, ['toy']));
    const events: Event[] = [];
    for await (const { event, sequence } of (await this.#broker.logs.open(run)).read()) {
      fold.apply(event, sequence);
      events.push(event);
    }
    const lines = (await readFile(journal, 'utf8')).trim().split('\n');
    const starts = lines
      .filter((line) => line.startsWith('start '))
      .map((line) => ({ task: line.split(' ')[1] ?? '', pid: Number(line.split(' ')[2]) }));
    return { events, states: JSON.stringify(fold.states()), starts };
  }
}

const killServer = async (home: string): Promise<void> => {
  const pid = (await readRecord(serverFolder(home)))?.serverPid;
  if (pid !== undefined) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It had already ended.
    }
  }
};
