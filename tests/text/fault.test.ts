import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../src/events/envelope.ts';
import { faultsOf } from '../../src/events/projections/fault.ts';
import { faultLines, faultsText } from '../../src/text/fault.ts';
import { Log } from '../support/story.ts';
import { ideaNamed } from '../support/studio.ts';

/** Each event is the cause of the next one. */
const chained = (events: readonly Event[]): readonly Event[] =>
  events.map((event, index) => ({ ...event, causationid: events[index - 1]?.id ?? event.id }));

const traceback = `Traceback (most recent call last):
  File "experiment.py", line 12, in <module>
    main()
ValueError: bad rate
CUDA: context released`;

const crash = {
  run: 1,
  attempt: 1,
  reason: 'crashed',
  explanation: 'it ended with exit code 1',
  tail: traceback,
  resources: null,
};

const begun = () =>
  new Log()
    .start({ ideas: 1 })
    .add('idea.requested', 'run', 'director', { number: 1 })
    .add('idea.proposed', 'idea-1', 'scientist', { number: 1, idea: ideaNamed('first') });

const ended = (log: Log, code: string, message: string) =>
  chained(
    log
      .add('idea.failed', 'idea-1', 'coder', { code, message })
      .add('idea.finished', 'run', 'director', {
        number: 1,
        name: 'first',
        outcome: 'failed',
        reason: `${code}: ${message}`,
        score: null,
      })
      .events.map((event) => (event.type === 'idea.finished' ? { ...event, scope: 'idea-1' } : event)),
  );

const rejected = { key: 'edit', purpose: 'coder.edit', attempt: 4, complaint: 'no block' };

test('a crash is the cause of an idea without results, whatever was asked after it', () => {
  const log = begun()
    .add('experiment.failed', 'idea-1', 'experimenter', crash)
    .add('answer.rejected', 'idea-1', 'coder', rejected);
  const [fault, ...others] = faultsOf(ended(log, 'coder.no_completed_run', 'none gave results'));
  assert.equal(others.length, 0);
  assert.equal(fault?.exception, 'ValueError: bad rate');
  assert.deepEqual(fault?.event, { id: 'idea-1.experimenter.1', sequence: 4 });
  assert.equal(fault?.tail.at(0), 'Traceback (most recent call last):');
  assert.deepEqual(faultLines(fault as NonNullable<typeof fault>, 'here', 'lab').slice(-4), [
    '  | CUDA: context released',
    'ValueError: bad rate',
    'event 4: lab show here --event idea-1.experimenter.1',
    'Read their `experiment.failed` events; use a stronger model, or raise `limits.attemptsPerRun`.',
  ]);
});

test('the cause of an idea whose question failed is the question, not a crash that was mended', () => {
  const log = begun()
    .add('experiment.failed', 'idea-1', 'experimenter', crash)
    .add('answer.rejected', 'idea-1', 'coder', rejected);
  const events = ended(log, 'answer.unusable', 'coder.edit: no block');
  assert.equal(faultsOf(events)[0]?.event?.id, 'idea-1.coder.1');
  assert.match(
    faultsText(faultsOf(events), 'here', 'lab'),
    /^idea 1 first: answer\.unusable: .*\n {2}event 5: [\s\S]*structuredOutput/,
  );
});

test('a failed run has its baseline’s crash as its cause, and an idea that is only stuck has no event', () => {
  const log = new Log().start({ ideas: 1 }).add('experiment.failed', 'baseline', 'experimenter', { ...crash, run: 0 });
  log.add('run.finished', 'run', 'director', { outcome: 'failed', reason: 'baseline.failed: crashed: it', ideas: [] });
  const [run] = faultsOf(chained(log.events));
  assert.deepEqual([run?.scope, run?.exception, run?.event?.sequence], ['run', 'ValueError: bad rate', 2]);
  const stuck = begun().add('idea.finished', 'idea-1', 'director', {
    number: 1,
    name: 'first',
    outcome: 'failed',
    reason: 'idea.stuck: nothing',
    score: null,
  });
  assert.deepEqual(
    faultsOf(chained(stuck.events)).map(({ event, exception }) => [event, exception]),
    [[null, '']],
  );
});
