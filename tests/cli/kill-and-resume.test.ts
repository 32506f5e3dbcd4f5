import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../../src/events/envelope.ts';
import { resultId } from '../../src/events/id.ts';
import { millisecondsOf } from '../../src/events/time.ts';
import { openBrokerOf, type Replayed, replay } from '../support/main-job.ts';
import { cutPower } from '../support/power-cut.ts';
import { createProgramHome, type ProgramHome } from '../support/program.ts';
import { randomFrom } from '../support/random.ts';
import { dataOf } from '../support/simulate.ts';
import { smallTemplate } from '../support/small-template.ts';

// KILLS=20 KILL_IDEAS=3 KILL_TEMPLATE=grokking is the full test; few kills of a small job keep the suite short.
const kills = Number(process.env.KILLS ?? 2);
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1000));
const template = process.env.KILL_TEMPLATE ?? smallTemplate({ noveltyRounds: 3 });
const job = ['run', template, '--ideas', process.env.KILL_IDEAS ?? '1'];
const resume = ['resume', 'latest'];

const homes: ProgramHome[] = [];

const openHome = async (): Promise<ProgramHome> => {
  const home = await createProgramHome();
  homes.push(home);
  return home;
};

after(async () => {
  for (const home of homes) await home.remove();
  if (process.env.KILL_TEMPLATE === undefined) rmSync(template, { recursive: true });
});

/** The result of a data folder's only run, read when no process works on it any more. */
const replayOnly = async (home: ProgramHome): Promise<Replayed> => {
  const broker = await openBrokerOf(home.path);
  try {
    const [run = '', ...more] = await broker.logs.list();
    assert.deepEqual(more, []);
    return await replay(broker, run);
  } finally {
    await broker.close();
  }
};

let calm: Replayed;

before(async () => {
  const home = await openHome();
  const ending = await home.run(job);
  assert.equal(ending.code, 0, ending.stderr);
  calm = await replayOnly(home);
});

/**
 * A moment to kill: some time after the program has printed one event of the undisturbed run, counted from 0, and at the
 * latest when it prints the other.
 */
type Moment = { readonly after: number; readonly before: number; readonly delayMs: number };

/** Between two consecutive events, usually milliseconds apart. */
const inBurst = (random: () => number): Moment => {
  const after = 4 + Math.floor(random() * (calm.events.length - 30));
  return { after, before: after + 1, delayMs: random() * 100 };
};

/** At any time, which is usually during an experiment or while LaTeX runs. */
const atAnyTime = (random: () => number): Moment => {
  const times = calm.events.map(({ time }) => millisecondsOf(time));
  const [first = 0, last = 0] = [times[4], times.at(-30)];
  const instant = first + random() * (last - first);
  const after = times.findLastIndex((time) => time <= instant);
  return { after, before: after + 1, delayMs: instant - (times[after] ?? 0) };
};

const whileStarting = (random: () => number): Moment => ({
  after: -1,
  before: Number.POSITIVE_INFINITY,
  delayMs: random() * 3000,
});

const momentsFrom = (random: () => number): readonly Moment[] =>
  Array.from({ length: kills }, (_, kill) => (kill % 2 === 0 ? atAnyTime(random) : inBurst(random)))
    .sort((one, other) => one.after - other.after || one.delayMs - other.delayMs)
    .map((moment, kill) => (kill % 3 === 2 ? whileStarting(random) : moment));

/** A job's progress over all its processes, as an event of the undisturbed run. */
class Progress {
  furthest = -1;
  private readonly places = new Map(calm.events.map(({ id }, place) => [id, place]));

  /** Follows the lines that a program prints; resolves once the job has reached the event, or the program has ended. */
  follow(child: ChildProcess): (place: number) => Promise<void> {
    const lines = createInterface({ input: child.stdout as Readable });
    lines.on('line', (line) => {
      this.furthest = Math.max(this.furthest, this.places.get(JSON.parse(line).id) ?? -1);
    });
    return (place) =>
      new Promise((reached) => {
        const look = () => this.furthest >= place && reached();
        look();
        lines.on('line', look);
        lines.on('close', reached);
      });
  }
}

type Life = { readonly home: ProgramHome; readonly args: readonly string[]; readonly progress: Progress };

/** Starts the program, and kills it and its server at that moment; returns how long it lived. */
const live = async ({ home, args, progress }: Life, { after, before, delayMs }: Moment): Promise<number> => {
  const begun = performance.now();
  const child = home.start([...args, '--json']);
  const reached = progress.follow(child);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    complaints += piece;
  });
  await reached(after);
  await Promise.race([sleep(delayMs, undefined, { ref: false }), reached(before)]);
  assert.equal(child.exitCode, null, `it was to be at work still, but ended: ${complaints}`);
  await cutPower(home.path, child);
  assert.equal(complaints, '');
  return Math.round(performance.now() - begun);
};

/** A run's result without attempts and workers: its events by scope, measurements, and the outcome of each idea. */
const accountOf = ({ events }: Replayed) => {
  const counts: Record<string, number> = {};
  for (const { type, scope } of events)
    if (type !== 'task.started' && type !== 'log.chained')
      for (const name of [scope, `${scope} ${type}`]) counts[name] = (counts[name] ?? 0) + 1;
  const [finished, ...more] = dataOf(events, 'run.finished');
  assert.deepEqual(more, []);
  const measured = events
    .filter(({ type }) => type === 'experiment.completed')
    .map(({ scope, data }: Event<any>) => ({ scope, run: data.run, results: data.results }));
  // Ideas are developed in parallel; within one, the order is fixed.
  const byScope = Object.groupBy(measured, ({ scope }) => scope);
  return { counts, outcome: finished.outcome, ideas: finished.ideas, measured: byScope };
};

const twice = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) !== at);

/** Tasks that were started after their result had been recorded. */
const begunAgain = (events: readonly Event[]): readonly string[] => {
  const begun = events.flatMap(({ type, data }: Event<any>, at) =>
    type === 'task.started' ? [{ task: data.task, at }] : [],
  );
  const places = new Map(events.map(({ id }, at) => [id, at]));
  return begun.filter(({ task, at }) => at > (places.get(resultId(task)) ?? -1)).map(({ task }) => task);
};

test(`a job that is killed ${kills} times with all its processes has the same result (KILL_SEED=${seed})`, async (t) => {
  const home = await openHome();
  const progress = new Progress();
  for (const [kill, moment] of momentsFrom(randomFrom(seed)).entries()) {
    const livedMs = await live({ home, args: kill === 0 ? job : resume, progress }, moment);
    const where = `at event ${progress.furthest + 1} of ${calm.events.length}`;
    t.diagnostic(`kill ${kill + 1} ${where}, after ${livedMs} ms of life`);
  }
  const ending = await home.run(resume);
  assert.equal(ending.code, 0, ending.stderr);
  assert.equal(ending.stderr, '');
  assert.deepEqual(readdirSync(join(home.path, 'temporary')), ['lock']);

  const stormy = await replayOnly(home);
  assert.deepEqual(accountOf(stormy), accountOf(calm));
  const { events, fold, links } = stormy;
  assert.equal(fold.divergence, undefined);
  assert.deepEqual(twice(events.map(({ id }) => id)), []);
  assert.deepEqual(begunAgain(events), []);
  for (const { through, sha256 } of dataOf(events, 'log.chained')) assert.equal(sha256, links.get(through));

  for (const command of [
    ['replay', 'latest', '--check'],
    ['verify', 'latest'],
  ]) {
    const { code, stdout, stderr } = await home.run(command);
    assert.equal(code, 0, stdout + stderr);
  }
  const states = ['replay', 'latest', '--print', '--context'];
  const [one, other] = [await home.run(states), await home.run(states)];
  assert.equal(one.code, 0, one.stderr);
  assert.equal(other.stdout, one.stdout);
});
