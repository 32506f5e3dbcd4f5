import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { appendRequest } from '../../src/lab/steer/requests.ts';
import { parseJsonAnswer } from '../../src/machines/kit/json-answer.ts';
import { servicesOn } from '../support/command-line.ts';
import { forbidden, hostileText } from '../support/hostile.ts';

const schema = z.object({ title: z.string(), reasons: z.array(z.object({ text: z.string() })) });

test('text from a model’s answer contains nothing that a terminal obeys or hides', () => {
  const answer = { title: hostileText, reasons: [{ text: `损失\u200b 👩‍👩‍👧‍👦\n${hostileText}` }] };
  const given = JSON.stringify(answer);
  for (const text of [given, `${given.slice(0, -1)},}`]) {
    const read = parseJsonAnswer(text, schema);
    assert.ok('value' in read);
    assert.doesNotMatch(read.value.title.replaceAll('\t', ''), forbidden);
    assert.doesNotMatch((read.value.reasons[0]?.text ?? '').replaceAll('\t', ''), forbidden);
    assert.match(read.value.reasons[0]?.text ?? '', /^损失 👩‍👩‍👧‍👦\n/);
  }
});

test('nor do a person’s requests', async () => {
  const broker = createMemoryBroker();
  const log = await broker.logs.create('here');
  await appendRequest(servicesOn(broker), broker, 'here', 'comment.written', { text: `one\n${hostileText}` }, 'idea-1');
  for await (const { event } of log.read()) {
    const { text } = event.data as { text: string };
    assert.doesNotMatch(text.replaceAll('\t', ''), forbidden);
    assert.match(text, /^one\n/);
  }
});
