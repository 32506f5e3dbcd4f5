import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { sentenceOf } from '../../src/text/sentence.ts';
import { call, put, servicesOn } from '../support/command-line.ts';
import { corpusFolder, readCorpus } from '../support/corpus.ts';

const leftOut = { count: 14, first: [{ path: 'run_1/caf\uFFFD.txt', reason: 'its name is not UTF-8' }] };
const told = '14 parts of the result were not kept: run_1/caf\uFFFD.txt (its name is not UTF-8), and 13 more';

test('files of an experiment that could not be kept are reported for the run, the idea and in the list of events', async (context) => {
  const recorded = (await readCorpus(corpusFolder)).find(({ name }) => name === 'improved');
  const events = (recorded?.log ?? []).map(({ event }) =>
    event.type === 'experiment.completed' ? { ...event, data: { ...(event.data as object), leftOut } } : event,
  );
  const experiments = events.filter(({ type }) => type === 'experiment.completed');
  const ofIdea = experiments.find(({ scope }) => scope.startsWith('idea-'));
  assert.ok(ofIdea !== undefined);
  assert.ok(sentenceOf(ofIdea).endsWith(`; ${told}`));
  const broker = createMemoryBroker();
  await put(broker, 'improved', events);
  const show = await call(context, servicesOn(broker), 'show improved');
  for (const { scope, data } of experiments)
    assert.ok(show.output.includes(`${scope}, run ${(data as { run: number }).run}: ${told}\n`), show.output);
  const json = await call(context, servicesOn(broker), 'show improved --json');
  assert.equal(JSON.parse(json.output).leftOut.length, experiments.length);
  const [, name] = /^ *1 +(\S+)/m.exec(show.output) ?? [];
  const idea = await call(context, servicesOn(broker), `archive ${name} --run improved`);
  assert.ok(idea.output.replaceAll(/\s+/g, ' ').includes(told), idea.output);
});
