import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainLinks } from '../../../src/actors/bundle/log-lines.ts';
import { sha256 } from '../../../src/actors/canonical.ts';
import { checkChain } from '../../../src/actors/verify/chain.ts';
import { type Check, Findings, isIntact } from '../../../src/actors/verify/check.ts';
import {
  checkCauses,
  checkEnvelopes,
  checkIds,
  checkSequence,
  checkTimes,
} from '../../../src/actors/verify/envelopes.ts';
import { SharedTexts } from '../../../src/events/shared-texts.ts';
import type { Recorded } from '../../../src/ports/log.ts';
import { type Given, logOf, told } from '../../support/stored-log.ts';

test('findings count all problems, keep the first twenty, and tell of notes', () => {
  const findings = new Findings('it');
  assert.deepEqual(findings.check('looked'), { name: 'it', status: 'ok', summary: 'looked', count: 0, problems: [] });
  findings.note('a note');
  assert.deepEqual(
    [findings.check('looked').status, findings.check('looked').summary, findings.isClean],
    ['noted', 'looked; a note', true],
  );
  findings.fail('p', 'm');
  assert.deepEqual(
    [findings.check('looked').status, findings.check('looked').summary],
    ['failed', 'looked; one is wrong; a note'],
  );
  for (let count = 0; count < 20; count += 1) findings.fail(`p${count}`, 'm');
  const { count, problems, summary } = findings.check('looked');
  assert.deepEqual(
    [count, problems.length, summary, findings.isClean],
    [21, 20, 'looked; 21 are wrong; a note', false],
  );
  assert.deepEqual(problems[1], { place: 'p0', message: 'm' });
  const check = (status: Check['status']) => ({ status }) as Check;
  assert.ok(isIntact([check('ok'), check('noted')]) && !isIntact([check('ok'), check('failed')]) && isIntact([]));
});

const envelopes = (log: readonly Recorded[]) => checkEnvelopes('here', log);

test('events that are as they must be are read, and nothing is said', () => {
  const log = logOf({ id: 'run.started' }, { id: 'idea-1.speaker.1', scope: 'idea-1', version: 3 });
  const { check, readable } = envelopes(log);
  assert.deepEqual([check.status, check.summary, readable], ['ok', '2 events are JSON in a CloudEvents envelope', log]);
});

test('an envelope that contradicts itself is told by what', () => {
  const problems = (given: Given) => told(envelopes(logOf(given)).check);
  assert.deepEqual(problems({ run: 'other', source: '/ai-scientist/other/speaker' }), [
    'event 1, lab.run.here.a.b: it names run other',
  ]);
  assert.deepEqual(problems({ dataschema: 'other.said/v1' }), [
    'event 1, lab.run.here.a.b: dataschema other.said/v1 belongs to another type',
  ]);
  assert.match(problems({ source: '/x' })[0] ?? '', /source is "\/x", not "\/ai-scientist\/here\/speaker"/);
  assert.match(problems({ subject: 'x' })[0] ?? '', /subject is "x", not "run"/);
  assert.match(problems({ time: 'noon' })[0] ?? '', /time "noon" is not an RFC 3339 time in UTC/);
  assert.match(problems({ time: '1970-01-01T00:00:00.000Z' })[0] ?? '', /not an RFC 3339/);
});

test('the history that a fork shares may be of another run, and nothing after it', () => {
  const other = { run: 'first', source: '/ai-scientist/first/speaker' };
  const log = logOf(
    { id: 'run.started', data: { forkedFrom: { through: 2 } } },
    { ...other, id: 'a.b' },
    { ...other, id: 'a.c' },
  );
  assert.deepEqual(told(envelopes(log).check), ['event 3, lab.run.here.a.c: it names run first']);
  const alone = logOf({ id: 'run.started', data: null }, { ...other, id: 'a.b' });
  assert.equal(told(envelopes(alone).check).length, 1);
});

test('bytes that are no envelope take no part in what follows', () => {
  const log = logOf({ id: 'a.b' }, { id: 'a.c' }, { id: 'a.d' }).map((one) =>
    one.sequence === 1
      ? { ...one, bytes: Buffer.from('{') }
      : one.sequence === 2
        ? { ...one, bytes: Buffer.from('5') }
        : one,
  );
  const { check, readable } = envelopes(log);
  assert.match(told(check)[0] ?? '', /^event 1, .*: its bytes are not JSON: /);
  assert.match(told(check)[1] ?? '', /^event 2, .*: its envelope is invalid: the whole: /);
  assert.deepEqual(
    readable.map(({ sequence }) => sequence),
    [3],
  );
  const [, issue] = told(envelopes(logOf({ id: 'a.b' }, { id: 'a.c', type: 5 as never })).check);
  assert.equal(issue, undefined);
  assert.match(told(envelopes(logOf({ type: 'no type' })).check)[0] ?? '', /: type: /);
});

test('an event is read with the texts of earlier events that it refers to; one that refers to no text is told', () => {
  const texts = new SharedTexts(sha256);
  const data = { text: 'a long text '.repeat(100) };
  const [first, second] = logOf({ id: 'a.b', data }, { id: 'a.c', data }) as [Recorded, Recorded];
  texts.whole(first.event);
  const stored = { ...second, bytes: Buffer.from(JSON.stringify(texts.share(second.event))) };
  assert.ok(stored.bytes.length < second.bytes.length);
  assert.deepEqual(envelopes([first, stored]).readable[1]?.event, second.event);
  const { check, readable } = envelopes([stored]);
  assert.deepEqual(
    [told(check), readable],
    [['event 2, lab.run.here.a.c: it refers to a text that no earlier event has'], []],
  );
});

test('events follow each other from 1 without a gap, to an end that could be read', () => {
  const [first, second, third] = logOf({}, {}, {}) as [Recorded, Recorded, Recorded];
  assert.equal(checkSequence([first, second, third], undefined).status, 'ok');
  assert.deepEqual(told(checkSequence([first, third], undefined)), ['event 3: it stands in the place of event 2']);
  assert.deepEqual(told(checkSequence([], undefined)), ['the log: it is empty: nothing was ever recorded']);
  assert.deepEqual(told(checkSequence([first], new Error('broken'))), ['after event 1: broken']);
});

test('ids are well formed, each is there once, and gives the subject', () => {
  const ids = (log: readonly Recorded[], run = 'here') => told(checkIds(run, log));
  assert.deepEqual(ids(logOf({ id: 'a.b' }, { id: 'a.c' })), []);
  assert.deepEqual(ids([], 'No Run'), ['the log: "No Run" is not a valid name of a run']);
  for (const name of ['', 'a.b', 'x'.repeat(65), 'a\n']) assert.equal(ids([], name).length, 1, name);
  assert.deepEqual(ids([], 'x'.repeat(64)), []);
  assert.match(ids(logOf({ id: 'A' }))[0] ?? '', /^event 1, A: "A" is not an id/);
  assert.deepEqual(ids(logOf({ id: 'a.b' }, { id: 'a.b' })), ['event 2, a.b: event 1 has the same id']);
  const [one, two] = logOf({ id: 'a.b' }, { id: 'a.c' }) as [Recorded, Recorded];
  assert.deepEqual(ids([one, { ...two, subject: 'other.run.here.a.c' }]), [
    'event 2, a.c: its subject is other.run.here.a.c',
  ]);
  assert.deepEqual(ids([one], 'there'), ['event 1, a.b: its subject is lab.run.here.a.b']);
});

test('a cause is an event before its effect, or the event itself', () => {
  const causes = (...given: readonly Given[]) => told(checkCauses(logOf(...given)));
  assert.deepEqual(causes({ id: 'a' }, { id: 'b', causationid: 'a' }, { id: 'c', causationid: 'a' }), []);
  assert.deepEqual(causes({ id: 'a', causationid: 'b' }, { id: 'b' }), [
    "event 1, a: no earlier event has its cause's id, b",
  ]);
});

test('times may go back by a second; what goes back farthest is noted', () => {
  const times = (...seconds: readonly string[]) =>
    checkTimes(logOf(...seconds.map((second) => ({ time: `2026-01-01T00:00:${second}Z` }))));
  assert.deepEqual([times('10', '09', '12').status, times().summary], ['ok', 'times range from - to -']);
  assert.equal(times('10', '12').summary, 'times range from 2026-01-01T00:00:10Z to 2026-01-01T00:00:12Z');
  assert.match(
    times('10', '08.900', '07.500', '08').summary,
    /; event 3, a\.b is 2\.5 s earlier than a preceding event: clocks differed$/,
  );
  assert.equal(times('10', '08.999').status, 'noted');
});

const chained = (
  log: readonly Recorded[],
  through: number,
  sha256 = chainLinks(log)[through - 1] ?? '',
): readonly Recorded[] => {
  const [one] = logOf({ id: `log.${through}`, type: 'log.chained', data: { through, sha256 } }) as [Recorded];
  return [...log, { ...one, sequence: log.length + 1 }];
};
const chain = (log: readonly Recorded[], isCovered = false) => checkChain(log, log, isCovered);
const two = logOf({ id: 'a' }, { id: 'b' });

test('the chain matches where its values are those of the log, and what it does not cover is noted', () => {
  assert.match(
    chain(two).summary,
    /^no value of the hash chain is recorded yet .*; 2 events are covered only by their schemas$/,
  );
  const sealed = chained(two, 2);
  assert.match(
    chain(sealed).summary,
    /^1 values of the hash chain match, through event 2 .*; the last event, event 3, is covered only by/,
  );
  assert.equal(chain(sealed).status, 'noted');
  assert.match(
    chain(chained(chained(two, 1), 2)).summary,
    /^2 values .* through event 2 .*; 2 events after event 2 are covered/,
  );
  assert.equal(chain(sealed, true).status, 'ok');
  assert.equal(chain([], false).status, 'ok');
});

test('the first value that does not match places the fault, and those after it follow from it', () => {
  const wrong = chained(chained(chained(chained(two, 1), 2), 3, 'x'), 4, 'y');
  const links = chainLinks(wrong);
  assert.deepEqual(told(chain(wrong)), [
    `events 3 to 3, or event 5, log.3: the log gives ${links[2]}, but x is recorded`,
    'event 6, log.4: it is wrong because of a fault before event 4',
  ]);
  assert.deepEqual([chain(wrong).status, chain(wrong).count], ['failed', 2]);
  assert.doesNotMatch(chain(wrong).summary, /are covered only by/);
  assert.deepEqual(told(chain(chained(two, 3, 'x'))), ['event 3, log.3: it covers event 3, which is not before it']);
  const [blank] = logOf({ id: 'log.1', type: 'log.chained', data: null });
  assert.match(told(chain([blank as Recorded]))[0] ?? '', /it covers event undefined/);
});
