import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RingLab, type RingResult, toyWork } from '../ring/lab.ts';

const runs = Number(process.env.RING_RUNS ?? 12);
const seed = Number(process.env.RING_SEED ?? 20_260);

let lab: RingLab;
before(async () => {
  lab = await RingLab.open();
});
after(() => lab.close());

const eventsOf = (result: RingResult): string[] =>
  result.events.filter(({ type }) => type !== 'task.started' && type !== 'log.chained').map(({ id }) => id);

/** A task may start again only if its worker was killed. */
const doubled = (result: RingResult): string[] => {
  const holder = new Map<string, number>();
  return result.starts.flatMap(({ task, pid }) => {
    const earlier = holder.get(task);
    holder.set(task, pid);
    return earlier !== undefined && !result.killedWorkers.has(earlier) ? [task] : [];
  });
};

test(`${runs} runs, with host, worker, server or all killed at random: the same as undisturbed`, async (t) => {
  const undisturbed = await lab.run('calm', seed, 0);
  assert.equal(undisturbed.events.at(-1)?.type, 'log.chained');
  assert.equal(undisturbed.starts.length, toyWork.counts * toyWork.to);
  for (let index = 1; index <= runs; index += 1) {
    const begun = performance.now();
    const result = await lab.run(`storm-${index}`, seed + index, 1 + (index % 4));
    t.diagnostic(
      `run ${index}: ${result.kills} kills, ${result.events.length} events, ${Math.round(performance.now() - begun)} ms`,
    );
    const where = `run ${index} of seed ${seed}`;
    assert.equal(result.states, undisturbed.states, `${where}: final states`);
    assert.deepEqual(eventsOf(result), eventsOf(undisturbed), `${where}: events`);
    assert.deepEqual(doubled(result), [], `${where}: tasks performed twice`);
  }
});
