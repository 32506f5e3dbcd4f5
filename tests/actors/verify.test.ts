import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readStoredRun, verifyLog } from '../../src/actors/verify/verify-log.ts';
import type { Event } from '../../src/events/envelope.ts';
import { CodedError } from '../../src/events/outcome.ts';
import type { Recorded, Stored } from '../../src/ports/log.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { failedIn, problemIn, summaryOf } from '../support/checks.ts';
import { knownTo } from '../support/known-roles.ts';
import { beginningOf, playedVersion, playRecording } from '../support/recorded-run.ts';

const options = knownTo(playedVersion);
type Data = Record<string, any>;

const stored = ({ run, log, blobs }: Recording, isCovered = false) => ({ run, log, blobs, isCovered });

/** The recording with one event changed. */
const changed = (recording: Recording, sequence: number, change: (event: Event<Data>) => object): Recording => ({
  ...recording,
  log: recording.log.map((recorded) => {
    if (recorded.sequence !== sequence) return recorded;
    const event = { ...recorded.event, ...change(recorded.event as Event<Data>) };
    // A changed id may be any JSON value, also an object with a toString of its own.
    const id = typeof event.id === 'string' ? event.id : JSON.stringify(event.id);
    const subject = `lab.run.${recording.run}.${id}`;
    return { sequence, subject, event, bytes: Buffer.from(JSON.stringify(event)) };
  }),
});

const without = (recording: Recording, sequence: number): Recording => ({
  ...recording,
  log: recording.log.filter((one) => one.sequence !== sequence).map((one, index) => ({ ...one, sequence: index + 1 })),
});

describe('verifying', { timeout: 120_000 }, async () => {
  const whole = await playRecording();
  const last = whole.log.at(-1) as Recorded;
  const find = (matches: (event: Event<Data>) => boolean): number =>
    (whole.log.find(({ event }) => matches(event as Event<Data>)) as Recorded).sequence;
  const check = (recording: Recording) => verifyLog(stored(recording), options);
  const result = find(({ type, data }) => type === 'task.completed' && data.kind === 'model');
  const resultEvent = whole.log[result - 1]?.event as Event<Data>;

  test('an intact run is reported as intact, and events that the chain does not cover as such', async () => {
    const checks = await check(whole);
    assert.deepEqual(failedIn(checks), []);
    assert.match(summaryOf(checks, 'chain'), /the last event, event \d+, is covered only by its schema/);
    assert.doesNotMatch(summaryOf(checks, 'tasks'), /not every event can be read/);
    const interrupted = await check(beginningOf(whole, 140));
    assert.deepEqual(failedIn(interrupted), []);
    assert.match(summaryOf(interrupted, 'chain'), /12 events after event 128 are covered only by their schemas/);
    assert.match(summaryOf(interrupted, 'chain'), /shows corruption, not a forger/);
  });

  test('bytes that are not JSON, UTF-8 or an envelope are located', async () => {
    const withBytes = (bytes: Buffer): Recording => ({
      ...whole,
      log: whole.log.map((recorded) => (recorded.sequence === 7 ? { ...recorded, bytes } : recorded)),
    });
    const bytes = Buffer.from((whole.log[6] as Recorded).bytes);
    const noText = Buffer.from(bytes);
    noText[bytes.length - 10] = 0xff;
    for (const [broken, message] of [
      [bytes.subarray(0, -1), /not JSON/],
      [noText, /not JSON/],
      [Buffer.from('[]'), /envelope is invalid/],
    ] as const) {
      const checks = await check(withBytes(broken));
      assert.ok(['envelopes', 'chain'].every((name) => failedIn(checks).includes(name)));
      assert.match(problemIn(checks, 'envelopes'), /^event 7, lab\.run\.played\./);
      assert.match(problemIn(checks, 'envelopes'), message);
      assert.match(problemIn(checks, 'chain'), /^events 1 to 64, or event \d+, log\.64: the log gives/);
      assert.match(summaryOf(checks, 'tasks'), /not every event can be read/);
    }
  });

  test('an event of another run or with an impossible time is located', async () => {
    assert.match(
      problemIn(await check(changed(whole, 9, () => ({ run: 'other' }))), 'envelopes'),
      /^event 9, .*it names run other/,
    );
    assert.match(
      problemIn(await check(changed(whole, 9, () => ({ time: 'noon' }))), 'envelopes'),
      /"noon" is not an RFC 3339/,
    );
    assert.match(problemIn(await check(changed(whole, 9, () => ({ source: '/x' }))), 'envelopes'), /source is "\/x"/);
  });

  test('the events that a fork shares may say that they are of another run, and no others', async () => {
    const forkedFrom = { run: 'first', through: 20 };
    const source = `/ai-scientist/first/${whole.log[19]?.event.role}`;
    const first = { run: 'first', source };
    const fork = changed(
      changed(whole, 1, ({ data }) => ({ data: { ...data, forkedFrom } })),
      20,
      () => first,
    );
    assert.ok(!failedIn(await check(fork)).includes('envelopes'));
    assert.match(problemIn(await check(changed(fork, 21, () => ({ run: 'first' }))), 'envelopes'), /^event 21, /);
  });

  test('a gap, a malformed id, a duplicate and a subject of another id are located', async () => {
    const gap = { ...whole, log: whole.log.filter(({ sequence }) => sequence !== 5) };
    assert.match(problemIn(await check(gap), 'sequence'), /^event 6: it stands in the place of event 5/);
    assert.match(
      problemIn(await check(changed(whole, 5, () => ({ id: 'Run 1' }))), 'ids'),
      /^event 5, Run 1: "Run 1" is not an id/,
    );
    const double = changed(whole, 6, () => ({ id: whole.log[3]?.event.id }));
    assert.match(problemIn(await check(double), 'ids'), /^event 6, .*: event 4 has the same id/);
    assert.match(problemIn(await check({ ...whole, run: 'no name' }), 'ids'), /"no name" is not a valid name of a run/);
    const moved = {
      ...whole,
      log: whole.log.map((one) => (one.sequence === 6 ? { ...one, subject: 'lab.run.played.x' } : one)),
    };
    assert.match(problemIn(await check(moved), 'ids'), /^event 6, .*: its subject is lab\.run\.played\.x/);
  });

  test('any change of an event is found, and verifying ends', async () => {
    const some = beginningOf(whole, 70);
    const attribute = fc.constantFrom(
      'id',
      'type',
      'time',
      'run',
      'scope',
      'role',
      'causationid',
      'dataschema',
      'data',
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), attribute, fc.jsonValue(), async (sequence, name, value) => {
        const checks = await check(changed(some, sequence, () => ({ [name]: value })));
        assert.ok(failedIn(checks).includes('chain'));
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  test('a truncated log is verified as far as it can be read', async () => {
    async function* broken(): AsyncGenerator<Stored> {
      yield* whole.log.slice(0, 10);
      throw new CodedError('log.corrupt', 'message 11 is missing');
    }
    const log = { run: whole.run, readStored: broken } as any;
    const checks = await verifyLog(await readStoredRun(log, whole.blobs), options);
    assert.deepEqual(failedIn(checks), ['sequence']);
    assert.equal(problemIn(checks, 'sequence'), 'after event 10: message 11 is missing');
    assert.match(summaryOf(checks, 'tasks'), /not every event can be read/);
  });

  test('data that its schema refuses is located; unknown types pass and are reported', async () => {
    const wrong = await check(changed(whole, result, ({ data }) => ({ data: { ...data, attempt: 'first' } })));
    assert.match(
      problemIn(wrong, 'schemas'),
      new RegExp(`^event ${result}, .*: its data does not match task.completed/v1: attempt`),
    );
    const { event } = last;
    const more = {
      ...event,
      id: 'human.1',
      type: 'wish.uttered',
      dataschema: 'wish.uttered/v1',
      causationid: 'human.1',
    };
    const extra = {
      sequence: last.sequence + 1,
      subject: 'lab.run.played.human.1',
      event: more,
      bytes: Buffer.from(JSON.stringify(more)),
    };
    const checks = await check({ ...whole, log: [...whole.log, extra] });
    assert.deepEqual(failedIn(checks), []);
    assert.match(summaryOf(checks, 'schemas'), /1 of an unknown type pass: wish\.uttered 1/);
  });

  test('a result or an attempt without its task or out of order is located', async () => {
    const started = find(({ id }) => id === `${resultEvent.id.replace('.result', '')}.started.1`);
    assert.match(
      problemIn(await check(without(whole, started)), 'tasks'),
      /\.result: no attempt 1 was recorded before it/,
    );
    const second = changed(whole, started, ({ id, data }) => ({
      id: id.replace(/1$/, '2'),
      data: { ...data, attempt: 2 },
    }));
    assert.match(problemIn(await check(second), 'tasks'), /it is attempt 2 after 0/);
    const answered = changed(without(whole, started), result - 1, ({ data }) => ({ data: { ...data, attempt: 0 } }));
    assert.ok(!/no attempt/.test(problemIn(await check(answered), 'tasks')), 'a person may answer what nobody took up');
    const other = changed(whole, result, ({ data }) => ({ data: { ...data, task: 'run.scientist.99' } }));
    assert.match(problemIn(await check(other), 'tasks'), /it names task run\.scientist\.99/);
    const of =
      (id: string) =>
      ({ data }: Event<Data>) => ({ id, data: { ...data, task: id.split('.started')[0] } });
    const unasked = changed(whole, started, of('run.scientist.99.started.1'));
    assert.match(
      problemIn(await check(beginningOf(unasked, started)), 'tasks'),
      /: this code did not request task run\.scientist\.99/,
    );
    const foreign = await verifyLog(stored(beginningOf(unasked, started)), { ...options, version: 'later' });
    assert.deepEqual(failedIn(foreign), []);
    assert.match(summaryOf(foreign, 'tasks'), /did not request .*; another version recorded the run/);
  });

  test('a cause that is not before its effect is located', async () => {
    const checks = await check(changed(whole, 12, () => ({ causationid: last.event.id })));
    assert.match(problemIn(checks, 'causes'), /^event 12, .*: no earlier event has its cause's id, log\./);
  });

  test('a missing or changed blob is located at the event that names it', async () => {
    const name = resultEvent.data.value.request as string;
    const place = new RegExp(`^blob ${name} of event ${result}, .*, data\\.value\\.request: `);
    const get = (sha: string) => whole.blobs.get(sha);
    const missing = {
      ...whole.blobs,
      get: async (sha: string) => (sha === name ? Promise.reject(new CodedError('blob.missing', 'gone')) : get(sha)),
    };
    assert.match(problemIn(await check({ ...whole, blobs: missing }), 'blobs'), place);
    const wrong = {
      ...whole.blobs,
      get: async (sha: string) => (sha === name ? Buffer.from('other') : get(sha)),
    };
    const checks = await check({ ...whole, blobs: wrong });
    assert.deepEqual(
      failedIn(checks).filter((failed) => failed !== 'blobs'),
      [],
    );
    assert.match(problemIn(checks, 'blobs'), place);
  });

  test('the code of added roles is not loaded from where a log says', async () => {
    const place = '/nowhere/that/is/a/role';
    const added = changed(whole, 1, ({ data }) => ({
      data: {
        ...data,
        roster: { ...data.roster, roles: [...data.roster.roles, { name: 'added', from: place, version: '1' }] },
      },
    }));
    const summary = summaryOf(await check(added), 'tasks');
    assert.match(summary, /role "added" \(\/nowhere.*never named on this machine; name it by --roster/);
  });
});
