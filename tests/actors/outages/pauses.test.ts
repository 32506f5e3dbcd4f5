import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Control } from '../../../src/actors/control.ts';
import type { Fold } from '../../../src/actors/fold.ts';
import type { Fault } from '../../../src/actors/outages/faults.ts';
import { faultIn, Pauses } from '../../../src/actors/outages/pauses.ts';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { type Event, seal } from '../../../src/events/envelope.ts';
import { collect } from '../../support/broker-data.ts';

const now = '2026-01-01T00:00:00.000Z';
const clock = { now: () => now, sleep: async () => {} };
const hour = 3_600_000;
const full: Fault = { code: 'home.disk_full', message: 'no space: 0 bytes', waitMs: 0 };
const limited: Fault = { code: 'model.rate_limited', message: 'too many', waitMs: hour };

/** A run whose pauses and resumptions are recorded at the test's request, and one process that works on it. */
const stage = async () => {
  const log = await createMemoryBroker().logs.create('here');
  const control = new Control();
  const problems: unknown[] = [];
  const parts = { log, fold: () => ({ run: 'here', control }) as Fold, clock };
  const process = () => new Pauses({ ...parts, onProblem: (error) => void problems.push(error) });
  const turn = (type: 'run.paused' | 'run.resumed', data: object): void => {
    const event = { id: 'a.b', type, version: 1, run: 'here', scope: 'run', role: 'director', causationid: 'a.b' };
    control.apply(seal({ ...event, data }, now), 1);
  };
  const requests = async (): Promise<readonly Event[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return (await collect(log.read())).map(({ event }) => event);
  };
  return { log, control, problems, process, turn, requests };
};

test('a process requests a pause once per turn of the run, and its end', async () => {
  const { process, turn, requests } = await stage();
  const pauses = process();
  assert.match(pauses.ask(full), /^home\.disk_full: no space: 0 bytes; .* when this is repaired$/);
  pauses.ask(full);
  turn('run.paused', { reason: 'r', cause: 'infrastructure' });
  pauses.ask(limited);
  assert.equal(pauses.end(), '');
  turn('run.resumed', {});
  pauses.ask(limited);
  assert.deepEqual(
    (await requests()).map(({ id, type, data }) => [id, type, (data as { until?: string }).until]),
    [
      ['outage.0', 'pause.requested', undefined],
      ['mended.1', 'resume.requested', undefined],
      ['outage.2', 'pause.requested', '2026-01-01T01:00:00.000Z'],
    ],
  );
});

test('an outage that is over before its pause is recorded is ended all the same, and the pause of a person is not', async () => {
  const { process, turn, requests } = await stage();
  const pauses = process();
  turn('run.paused', { reason: 'lunch' });
  pauses.ask(full);
  pauses.end();
  turn('run.resumed', {});
  pauses.ask(full);
  pauses.end();
  assert.deepEqual(
    (await requests()).map(({ id }) => id),
    ['outage.2', 'mended.2'],
  );
});

test('a pause is foreign to every process but the one that requested it, and a person’s to none', async () => {
  const { process, turn } = await stage();
  const [own, other] = [process(), process()];
  own.ask(full);
  assert.ok(!own.isForeign && !other.isForeign, 'no pause is recorded yet');
  turn('run.paused', { reason: 'r', cause: 'infrastructure' });
  assert.deepEqual([own.isForeign, other.isForeign], [false, true]);
  turn('run.resumed', {});
  assert.ok(!other.isForeign);
  turn('run.paused', { reason: 'lunch' });
  assert.ok(!own.isForeign && !other.isForeign);
});

test('a recorded pause names the fault that it waits for, and how long', async () => {
  for (const fault of [full, limited]) {
    const { process, turn, control, requests } = await stage();
    process().ask(fault);
    const [asked] = await requests();
    turn('run.paused', asked?.data as object);
    assert.deepEqual(faultIn(control, now), fault);
    assert.equal(faultIn(control, '2026-01-02T00:00:00.000Z').waitMs, 0, 'its time has passed');
  }
});

test('a request that cannot be recorded is reported, and the next one is recorded', async () => {
  const { log, process, problems, requests } = await stage();
  const { append } = log;
  log.append = async () => {
    log.append = append;
    throw new Error('the disk is full');
  };
  const pauses = process();
  pauses.ask(full);
  pauses.end();
  assert.deepEqual(
    (await requests()).map(({ id }) => id),
    ['mended.0'],
  );
  assert.equal(problems.length, 1);
});
