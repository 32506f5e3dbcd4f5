import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Fault, faultOf, faultThrown } from '../../../src/actors/outages/faults.ts';
import { Outages } from '../../../src/actors/outages/outages.ts';
import { CodedError, type Failure } from '../../../src/events/outcome.ts';

const full: Failure = { code: 'home.disk_full', message: 'no space' };
const hour = 3_600_000;

test('a fault of the infrastructure is told from a failure of the attempt by its code, and by how long it lasts', () => {
  for (const code of [
    'home.disk_full',
    'log.unavailable',
    'blobs.unavailable',
    'tasks.unavailable',
    'nats.unreachable',
  ])
    assert.deepEqual(faultOf({ code, message: 'm' }), { code, message: 'm', waitMs: 0 });
  for (const code of ['task.threw', 'model.unavailable', 'blob.corrupt', 'log.corrupt', 'my-package/disk_full'])
    assert.equal(faultOf({ code, message: 'm' }), undefined, code);
  const limited = (retryAfterMs: unknown) =>
    faultOf({ code: 'model.rate_limited', message: 'm', details: { retryAfterMs } })?.waitMs;
  assert.equal(limited(4 * hour), 4 * hour);
  for (const none of [undefined, 0, -1, Number.NaN, 'soon', 9 * 24 * hour]) assert.equal(limited(none), undefined);
  assert.equal(faultOf({ code: 'model.timed_out', message: 'm', details: { retryAfterMs: hour } }), undefined);
});

test('what was thrown is looked through for its cause', () => {
  const system = (code: string) => Object.assign(new Error('write'), { code });
  assert.equal(faultThrown(system('ENOSPC'))?.code, 'home.disk_full');
  assert.equal(faultThrown(new Error('x', { cause: system('EDQUOT') }))?.code, 'home.disk_full');
  assert.equal(faultThrown(new CodedError('task.threw', 'x', { cause: system('EROFS') }))?.code, 'home.not_writable');
  assert.equal(faultThrown(new CodedError('log.unavailable', 'x'))?.code, 'log.unavailable');
  assert.equal(faultThrown(system('ENOENT')), undefined);
  assert.equal(faultThrown('ENOSPC'), undefined);
});

/** Every sleep passes at once, and is counted. */
const outagesWith = (check: () => Failure | undefined) => {
  const stop = new AbortController();
  const told: string[] = [];
  let sleptMs = 0;
  const outages = new Outages({
    check: async () => check(),
    clock: {
      now: () => '2026-01-01T00:00:00.000Z',
      sleep: async (delayMs) => {
        sleptMs += delayMs;
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
    signal: stop.signal,
    onChange: (fault) => void told.push(fault?.code ?? 'over'),
  });
  return { outages, stop, told, slept: () => sleptMs };
};

const never = new AbortController().signal;
const fault: Fault = { ...full, waitMs: 0 };

test('an outage is told at once, and is over when a check finds nothing any more', async () => {
  let left = 3;
  const { outages, told } = outagesWith(() => (left-- > 0 ? full : undefined));
  const met = outages.meet(fault, never);
  assert.deepEqual([told, outages.isOn], [['home.disk_full'], true]);
  await Promise.all([met, outages.meet({ ...fault, code: 'log.unavailable' }, never)]);
  assert.deepEqual([told, outages.isOn], [['home.disk_full', 'over'], false]);
});

test('another fault that comes to light in between is told, too', async () => {
  const found = [{ ...full, code: 'nats.unreachable' }, { ...full, code: 'nats.unreachable' }, undefined];
  const { outages, told } = outagesWith(() => found.shift());
  await outages.meet(fault, never);
  assert.deepEqual(told, ['home.disk_full', 'nats.unreachable', 'over']);
});

test('an action is done again until it goes well, less and less often; afterwards the delay is short again', async () => {
  const { outages, slept } = outagesWith(() => undefined);
  let failures = 8;
  const append = async () => {
    failures -= 1;
    if (failures >= 0) throw new CodedError('log.unavailable', 'one stream refuses');
    return 'appended';
  };
  assert.equal(await outages.through(append, never), 'appended');
  assert.equal(slept(), 2000 * (1 + 2 + 4 + 8 + 16) + 60_000 * 3);
  failures = 1;
  await outages.through(append, never);
  assert.equal(slept(), 2000 * 31 + 60_000 * 3 + 2000);
});

test('what is no fault of the infrastructure is thrown at once', async () => {
  const { outages, told } = outagesWith(() => undefined);
  await assert.rejects(
    outages.through(async () => Promise.reject(new CodedError('log.corrupt', 'x')), never),
    { code: 'log.corrupt' },
  );
  assert.deepEqual(told, []);
});

test('a limit that is lifted at a known time is waited for, unless somebody says to try now', async () => {
  const patient = outagesWith(() => undefined);
  await patient.outages.meet({ ...fault, waitMs: 4 * hour }, never);
  assert.equal(patient.slept(), 4 * hour);
  const hasty = outagesWith(() => undefined);
  const met = hasty.outages.meet({ ...fault, waitMs: 4 * hour }, never);
  hasty.outages.hasten();
  await met;
  assert.ok(hasty.slept() <= 2000);
});

test('at the signal nobody waits any longer', async () => {
  const { outages, stop, told } = outagesWith(() => full);
  const one = new AbortController();
  const met = outages.meet(fault, one.signal);
  one.abort();
  await met;
  const through = outages.through(async () => Promise.reject(new CodedError('log.unavailable', 'x')), stop.signal);
  stop.abort();
  await assert.rejects(through, { code: 'log.unavailable' });
  assert.deepEqual(told, ['home.disk_full']);
});

test('the watch reports a full disk at once, a lost server at its second look, and nothing after the signal', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const found: { now: Failure | undefined } = { now: undefined };
  const { outages, stop, told } = outagesWith(() => found.now);
  const look = async (): Promise<readonly string[]> => {
    context.mock.timers.tick(2000);
    await new Promise((resolve) => setImmediate(resolve));
    return told.splice(0);
  };
  const mended = async (): Promise<void> => {
    found.now = undefined;
    while (outages.isOn) await new Promise((resolve) => setImmediate(resolve));
    await look();
  };
  context.after(() => stop.abort());
  outages.watch();
  assert.deepEqual(await look(), []);
  found.now = full;
  assert.deepEqual(await look(), ['home.disk_full']);
  await mended();
  found.now = { code: 'nats.unreachable', message: 'no answer' };
  assert.deepEqual([await look(), await look()], [[], ['nats.unreachable']]);
  await mended();
  found.now = { code: 'nats.unreachable', message: 'no answer' };
  assert.deepEqual(await look(), []);
  found.now = undefined;
  assert.deepEqual(await look(), []);
  found.now = { code: 'nats.unreachable', message: 'no answer' };
  assert.deepEqual(await look(), [], 'it had been back in between');
  stop.abort();
  assert.deepEqual(await look(), []);
});
