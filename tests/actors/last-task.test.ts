import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { HashChain } from '../../src/actors/chain.ts';
import { checkLog } from '../../src/actors/replay/check.ts';
import { role as lastWord, slowed } from '../support/last-word.ts';
import { createPlaybookLab, recordedIn } from '../support/playbook-lab.ts';

const limits = { noveltyRounds: 2, runs: 1, citationRounds: 0, reviews: 1, reviewReflections: 0, ideaReflections: 0 };

/** Each task by its key, in the order of their requests. */
const asked = ['related', 'again', 'summary', 'checked'];

/** Works on a run with that role, and stops each time a process has seen so many events after `run.finished`. */
const played = async (stops: readonly number[]) => {
  let left = [...stops];
  let after = Number.NaN;
  let stop = new AbortController();
  const lab = await createPlaybookLab(() => 0.8, {
    added: [{ role: lastWord, from: 'tests', version: '1' }],
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
  while (ends.at(-1) !== 'finished' && ends.length <= stops.length) {
    after = Number.NaN;
    stop = new AbortController();
    ends.push(await lab.work('played', stop.signal));
  }
  return { ends, recorded: await recordedIn(log), roster: lab.roster };
};

/** Each key with the type of its result. */
const results = ({ recorded }: Awaited<ReturnType<typeof played>>): readonly string[] =>
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
