import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../src/events/envelope.ts';
import { resultId } from '../src/events/id.ts';
import { millisecondsOf } from '../src/events/time.ts';
import { openBrokerOf, type Replayed, replay } from './support/main-job.ts';
import { cutPower } from './support/power-cut.ts';
import { createProgramHome, type ProgramHome } from './support/program.ts';
import { randomFrom } from './support/random.ts';
import { dataOf } from './support/simulate.ts';

// KILLS=20 is the whole proof; a few kills show the same in the time that the suite has.
const kills = Number(process.env.KILLS ?? 2);
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1000));
const job = ['start', '--ideas', process.env.KILL_IDEAS ?? '1'];
const resume = ['resume', 'latest'];

const homes: ProgramHome[] = [];

const openHome = async (): Promise<ProgramHome> => {
  const home = await createProgramHome();
  homes.push(home);
  return home;
};

after(async () => {
  for (const home of homes) await home.remove();
});

/** What the one run of a data folder comes to, read when nobody works on it any more. */
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

/** `at`: as far as this event of the undisturbed run, counted from 0; -1: as soon as the program was started. */
type Moment = { readonly at: number; readonly delayMs: number };

/** Between two events that follow each other, most often by milliseconds. */
const inBurst = (random: () => number): Moment => ({
  at: 4 + Math.floor(random() * (calm.events.length - 30)),
  delayMs: random() * 100,
});

/** At any time, which is most often during an experiment or while LaTeX runs. */
const atAnyTime = (random: () => number): Moment => {
  const times = calm.events.map(({ time }) => millisecondsOf(time));
  const [first = 0, last = 0] = [times[4], times.at(-30)];
  const instant = first + random() * (last - first);
  const at = times.findLastIndex((time) => time <= instant);
  return { at, delayMs: instant - (times[at] ?? 0) };
};

const whileStarting = (random: () => number): Moment => ({ at: -1, delayMs: random() * 3000 });

const momentsFrom = (random: () => number): readonly Moment[] =>
  Array.from({ length: kills }, (_, kill) => (kill % 2 === 0 ? atAnyTime(random) : inBurst(random)))
    .sort((one, other) => one.at - other.at || one.delayMs - other.delayMs)
    .map((moment, kill) => (kill % 3 === 2 ? whileStarting(random) : moment));

/** Resolves when the program has told of an event as late as that one in the undisturbed run, or has ended. */
const reach = (child: ChildProcess, at: number): Promise<void> =>
  new Promise((reached) => {
    const places = new Map(calm.events.map(({ id }, place) => [id, place]));
    const lines = createInterface({ input: child.stdout as Readable });
    lines.on('line', (line) => (places.get(JSON.parse(line).id) ?? -1) >= at && reached());
    lines.on('close', reached);
    if (at < 0) reached();
  });

/** Starts the program and kills it, with its server, at that moment; how long it lived. */
const live = async (home: ProgramHome, args: readonly string[], { at, delayMs }: Moment): Promise<number> => {
  const begun = performance.now();
  const child = home.start([...args, '--json']);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    complaints += piece;
  });
  await reach(child, at);
  await sleep(delayMs);
  assert.equal(child.exitCode, null, `it was to be at work still, but ended: ${complaints}`);
  await cutPower(home.path, child);
  assert.equal(complaints, '');
  return Math.round(performance.now() - begun);
};

/** What a run comes to, apart from who tried what how often: its events by scope, what was measured, how each idea ended. */
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
  return { counts, outcome: finished.outcome, ideas: finished.ideas, measured };
};

const twice = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) !== at);

/** Tasks that somebody began although their result was recorded. */
const begunAgain = (events: readonly Event[]): readonly string[] => {
  const begun = events.flatMap(({ type, data }: Event<any>, at) =>
    type === 'task.started' ? [{ task: data.task, at }] : [],
  );
  const places = new Map(events.map(({ id }, at) => [id, at]));
  return begun.filter(({ task, at }) => at > (places.get(resultId(task)) ?? -1)).map(({ task }) => task);
};

test(`a job of which everything is killed ${kills} times comes to the same (KILL_SEED=${seed})`, async (t) => {
  const home = await openHome();
  for (const [kill, moment] of momentsFrom(randomFrom(seed)).entries()) {
    const livedMs = await live(home, kill === 0 ? job : resume, moment);
    const where = moment.at < 0 ? 'while it started' : `at event ${moment.at + 1} of ${calm.events.length}`;
    t.diagnostic(`kill ${kill + 1} ${where}, ${Math.round(moment.delayMs)} ms on; it had lived ${livedMs} ms`);
  }
  const ending = await home.run(resume);
  assert.equal(ending.code, 0, ending.stderr);
  assert.equal(ending.stderr, '');

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
