import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { call, put, servicesOn } from '../support/command-line.ts';
import { Log } from '../support/story.ts';
import { ideaNamed } from '../support/studio.ts';

const crash = {
  run: 1,
  attempt: 1,
  reason: 'crashed',
  explanation: 'it ended with exit code 1',
  tail: 'Traceback (most recent call last):\nValueError: bad rate',
  resources: null,
};
const reason = 'coder.no_completed_run: none gave results';

/** A run whose only idea failed because its experiment crashed. */
const failed = () => {
  const { events } = new Log()
    .start({ ideas: 1 })
    .add('idea.requested', 'run', 'director', { number: 1 })
    .add('idea.proposed', 'idea-1', 'scientist', { number: 1, idea: ideaNamed('first') })
    .add('experiment.failed', 'idea-1', 'experimenter', crash)
    .add('idea.failed', 'idea-1', 'coder', { code: 'coder.no_completed_run', message: 'none gave results' })
    .add('idea.finished', 'idea-1', 'director', { number: 1, name: 'first', outcome: 'failed', reason, score: null })
    .add('run.finished', 'run', 'director', { outcome: 'completed', reason: '0 of 1 ideas', ideas: [] });
  return events.map((event, index) => ({ ...event, causationid: events[index - 1]?.id ?? event.id }));
};

test('the cause of a failure is under it in show, runs, the results and the folder of the paper', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'causes-'));
  context.after(() => rm(folder, { recursive: true }));
  const broker = createMemoryBroker();
  await put(broker, 'alpha', failed());
  const services = servicesOn(broker, folder);
  const cause = /ValueError: bad rate\n +event 4: \S*ai-scientist show alpha --event idea-1\.experimenter\.1\n/;
  assert.match((await call(context, services, 'show alpha')).output, cause);
  const { faults } = JSON.parse((await call(context, services, 'show alpha --json')).output);
  assert.deepEqual([faults[0].exception, faults[0].event.id], ['ValueError: bad rate', 'idea-1.experimenter.1']);
  const { output } = await call(context, services, 'runs');
  assert.match(output, /0 of 1 ideas; ValueError: bad rate \(event 4, idea-1\.experimenter\.1\)/);
  assert.match((await call(context, services, 'show alpha --event idea-1.experimenter.1')).output, /ValueError/);
  await call(context, services, `show alpha --save ${folder}`);
  assert.match(await readFile(join(folder, 'alpha/failures.txt'), 'utf8'), cause);
  assert.match(await readFile(join(folder, 'alpha/1-first/failure.txt'), 'utf8'), cause);
});
