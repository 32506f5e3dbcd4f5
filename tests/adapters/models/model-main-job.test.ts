import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlaybook } from '../../../src/adapters/models/playbook/playbook.ts';
import type { Event } from '../../../src/events/envelope.ts';
import { archiveOf } from '../../../src/events/projections/archive.ts';
import type { Model, ModelAnswer } from '../../../src/ports/model.ts';
import { playbookFolder, playRun } from '../../support/playbook-lab.ts';
import type { Usage } from '../../support/vendor-dialects.ts';
import { type Asked, textOf } from '../../support/vendor-dialects.ts';
import { callModel, modelsAt, question, vendors } from '../../support/vendor-lab.ts';
import { type Behaviour, startVendor } from '../../support/vendor-server.ts';

const playbook = createPlaybook({ folder: playbookFolder });

/** Charges as a tokenizer with three characters per token would. */
const tokens = (text: string): number => Math.ceil(text.length / 3);

const usageOf = ({ system, messages }: Asked, text: string): Usage => {
  const input = tokens(system) + messages.reduce((sum, { content }) => sum + tokens(textOf(content)), 0);
  return { input, output: tokens(text), cached: Math.floor(input / 2) };
};

/** The server's model is the playbook, which sees only what came over the wire. */
const fromPlaybook = async (asked: Asked): Promise<Behaviour> => {
  const messages = asked.messages.map(({ role, content }) => ({ role: role as 'user', content: textOf(content) }));
  const { outcome } = await callModel(playbook, question('', { messages }));
  if (!outcome.ok) return { status: 400, message: outcome.error.message };
  const { text } = outcome.value;
  return { text, usage: usageOf(asked, text) };
};

const stepOf = (asked: Asked): string => /<step>(.*)<\/step>$/.exec(textOf(asked.messages.at(-1)?.content))?.[1] ?? '';

const purposesWithSchema = (asked: readonly Asked[]): readonly string[] =>
  [...new Set(asked.filter(({ body }) => body.response_format ?? body.output_config).map(stepOf))].sort();

const changing = new Set(['cost', 'costByRole', 'unattributed', 'time', 'times', 'updatedAt', 'endedAt']);

const byNumber = (one: { number: number }, other: { number: number }): number => one.number - other.number;

/** A run's result without times and costs; concurrent reviews come in any order. */
const outcomeOf = (events: readonly Event[]): unknown =>
  JSON.parse(JSON.stringify(archiveOf(events)), (name, value) => {
    if (changing.has(name)) return undefined;
    return name === 'reviews' ? value.sort(byNumber) : value;
  });

const callsOf = (events: readonly Event[]): readonly (ModelAnswer & { purpose: string })[] =>
  events
    .filter(({ type, data }) => type === 'task.completed' && (data as { kind: string }).kind === 'model')
    .map(({ data }) => (data as { value: ModelAnswer & { purpose: string } }).value);

/** Records each call's maximum cost. */
const watched = (model: Model, beyond: string[]): Model => ({
  ...model,
  answer: async (request, call) => {
    const outcome = await model.answer(request, call);
    const bound = model.bound(request);
    const { usage, costUsd } = outcome.ok ? outcome.value : { usage: undefined, costUsd: null };
    if ((usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0) > bound.tokens) beyond.push(request.purpose);
    if (costUsd === null || bound.dollars === null || costUsd > bound.dollars) beyond.push(request.purpose);
    return outcome;
  },
});

const effect = (run: number): number => (run === 1 ? 0.6 : 0.8);
const direct = await playRun(2, effect);

for (const vendor of vendors) {
  test(`the main job over ${vendor.endpoint} comes to the same archive as with the playbook itself`, async () => {
    const server = await startVendor(vendor.dialect, fromPlaybook);
    try {
      const prices = { m: { input: 3, cachedInput: 0.3, output: 15 } };
      const beyond: string[] = [];
      const model = watched(modelsAt(vendor, server.url, { prices }).named(`${vendor.endpoint}:m`), beyond);
      const run = await playRun(2, effect, {}, { model });
      assert.deepEqual(outcomeOf(run.events), outcomeOf(direct.events));
      const calls = callsOf(run.events);
      assert.equal(calls.length, callsOf(direct.events).length);
      assert.equal(server.asked.length, calls.length);
      assert.ok(calls.every(({ model: name, costUsd }) => name === `${vendor.endpoint}:m` && (costUsd ?? 0) > 0));
      assert.deepEqual(beyond, []);
      assert.deepEqual(purposesWithSchema(server.asked), [
        'coder.describe',
        'coder.plan',
        'referee.reflect',
        'referee.review',
        'reviewer.meta',
        'scientist.novelty',
        'scientist.propose',
        'scientist.reflect',
        'writer.choose',
        'writer.cite',
        'writer.title',
      ]);
      const { cost } = archiveOf(run.events);
      assert.equal(cost.unpriced, 0);
      assert.ok(Math.abs(cost.dollars - calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)) < 1e-9);
    } finally {
      await server.close();
    }
  });
}

test('anthropic: the questions about the sections of one paper begin with the same block, marked for the cache', async () => {
  const [vendor] = vendors as [(typeof vendors)[0]];
  const server = await startVendor(vendor.dialect, fromPlaybook);
  try {
    await playRun(1, effect, {}, { model: modelsAt(vendor, server.url).named('anthropic:m') });
    const blocks = server.asked
      .filter((asked) => stepOf(asked) === 'writer.draft')
      .map(({ body }) => body.messages[0].content[0]);
    assert.equal(blocks.length, 8);
    assert.equal(new Set(blocks.map(({ text }) => text)).size, 1);
    assert.ok(blocks.every(({ cache_control }) => cache_control !== undefined));
  } finally {
    await server.close();
  }
});

test('the main job over a server that fails now and then comes to the same archive too', async () => {
  const [vendor] = vendors as [(typeof vendors)[0]];
  const trouble: readonly Behaviour[] = [{ status: 529 }, 'drop', { status: 429, headers: { 'retry-after': '1' } }];
  const server = await startVendor(vendor.dialect, async (asked, count) => {
    if (count % 5 === 0) return trouble[(count / 5) % trouble.length] as Behaviour;
    const answer = await fromPlaybook(asked);
    return count % 7 === 0 && 'text' in (answer as object)
      ? { ...(answer as { text: string }), halfway: 'cut' }
      : answer;
  });
  try {
    const run = await playRun(2, effect, {}, { model: modelsAt(vendor, server.url).named('anthropic:m') });
    assert.deepEqual(outcomeOf(run.events), outcomeOf(direct.events));
    assert.ok(callsOf(run.events).some(({ tries }) => tries !== undefined));
  } finally {
    await server.close();
  }
});
