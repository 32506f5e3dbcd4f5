import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HashChain } from '../../src/actors/chain.ts';
import { checkLog } from '../../src/actors/replay/check.ts';
import { builtInRoles, readRosterFile } from '../../src/actors/roles/load.ts';
import type { Recorded } from '../../src/ports/log.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { slowed } from '../support/last-word.ts';
import { createPlaybookLab, recordedIn } from '../support/playbook-lab.ts';

const limits = { noveltyRounds: 2, runs: 1, citationRounds: 0, reviews: 1, reviewReflections: 0, ideaReflections: 0 };

const never = { read: () => assert.fail('no paper is read') };

/** Each task by its key, in the order of their requests. */
const asked = ['related', 'again', 'summary', 'checked'];

const folder = await mkdtemp(join(tmpdir(), 'last-task-'));
after(() => rm(folder, { recursive: true }));
const rosterFile = join(folder, 'roster.json');
await writeFile(
  rosterFile,
  JSON.stringify({ roles: [fileURLToPath(new URL('../support/last-word.ts', import.meta.url))] }),
);

/** Works on a run with that role, and stops each time a process has seen so many events after `run.finished`. */
const played = async (stops: readonly number[], works = stops.length + 1) => {
  let left = [...stops];
  let after = Number.NaN;
  let stop = new AbortController();
  const lab = await createPlaybookLab(() => 0.8, {
    roles: [...builtInRoles, ...(await readRosterFile(rosterFile)).roles],
    wrap: slowed(() => sleep(30)),
    onEvent: ({ event }) => {
      after = event.type === 'run.finished' ? 0 : after + 1;
      if (after !== left[0]) return;
      left = left.slice(1);
      stop.abort();
    },
  });
  const log = await lab.begin('played', { ideas: 1, limits });
  const ends: string[] = [];
  for (const _ of [...stops, undefined].slice(0, works)) {
    after = Number.NaN;
    stop = new AbortController();
    ends.push(await lab.work('played', stop.signal));
  }
  return { ends, lab, log, recorded: await recordedIn(log), roster: lab.roster };
};

/** Each key with the type of its result. */
const results = ({ recorded }: { readonly recorded: readonly Recorded[] }): readonly string[] =>
  recorded
    .filter(({ event }) => event.role === 'last-word' && event.id.endsWith('.result'))
    .map(({ event }) => `${(event.data as { key: string }).key} ${event.type}`);

test('a task for the last event of a run is performed, and recorded before the run is over', async () => {
  const run = await played([]);
  assert.deepEqual(run.ends, ['finished']);
  assert.deepEqual([...results(run)].sort(), asked.map((key) => `${key} task.completed`).sort());
  const types = run.recorded.map(({ event }) => event.type);
  assert.ok(types.lastIndexOf('task.completed') > types.indexOf('run.finished'));
  const chain = new HashChain();
  const links = ['', ...run.recorded.map(({ subject, bytes }) => chain.add(subject, bytes))];
  const through = run.recorded.length - 1;
  assert.deepEqual(run.recorded[through]?.event.data, { through, sha256: links[through] });
  assert.equal(checkLog(run.roster, run.recorded).divergence, null);
});

test('such a task survives a stop at the end of the run and at each event after it', async () => {
  const run = await played([0, 1, 2, 3]);
  assert.deepEqual(run.ends, ['stopped', 'stopped', 'stopped', 'stopped', 'finished']);
  assert.deepEqual([...results(run)].sort(), asked.map((key) => `${key} task.completed`).sort());
  assert.equal(checkLog(run.roster, run.recorded).divergence, null);
});

test('a run that was stopped at its end is resumed for its last tasks, and only for them', async (context) => {
  const { ends, lab, log } = await played([0], 1);
  assert.deepEqual(ends, ['stopped']);
  const broker = { ...lab.broker, close: async () => {} };
  const services = servicesOn(broker, folder, {
    clock: { now: () => new Date().toISOString(), sleep: (delayMs) => sleep(delayMs).then(() => {}) },
    templates: { load: async () => lab.template },
    hands: async () => ({ performers: lab.performers, models: {}, unpriced: [], sandbox: 'stand-in', papers: never }),
  });
  const resume = ['resume', 'played', '--roster', rosterFile];
  const { code, output } = await call(context, services, resume);
  assert.equal(code, 0, output);
  assert.deepEqual(
    [...results({ recorded: await recordedIn(log) })].sort(),
    asked.map((key) => `${key} task.completed`).sort(),
  );
  assert.match((await call(context, services, resume)).output, /run played is over \(completed\).*\[run\.over\]/);
});
