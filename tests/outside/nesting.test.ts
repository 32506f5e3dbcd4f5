import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as z from 'zod';
import { canonical, hashOf, isSame } from '../../src/actors/canonical.ts';
import { Fold } from '../../src/actors/fold.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { verifyLog } from '../../src/actors/verify/verify-log.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { parseStored } from '../../src/adapters/broker/recorded.ts';
import { readConfig } from '../../src/adapters/models/config.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { maximumDepth, parseJson } from '../../src/events/json.ts';
import { recordable } from '../../src/events/recordable.ts';
import { createRedaction } from '../../src/events/redaction.ts';
import { readJsonEdits } from '../../src/machines/kit/edits/json-edits.ts';
import { parseJsonAnswer } from '../../src/machines/kit/json-answer.ts';
import { normaliseResults } from '../../src/machines/kit/results.ts';
import { knownTo } from '../support/known-roles.ts';
import { toyRoles } from '../support/toy-roles.ts';

const deep = 50_000;
const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const texts = [lists(deep), objects(deep), `{"a": "]]]", "b": ${lists(deep)}}`];
const values = texts.map((text) => JSON.parse(text) as unknown);
const tooDeep = { code: 'value.too_deep' };

test('JSON values and texts are accepted up to a depth, and refused with a code beyond it', () => {
  const deepest = lists(maximumDepth);
  assert.deepEqual(recordable(parseJson(deepest)), JSON.parse(deepest));
  assert.equal(canonical(parseJson(deepest)), deepest);
  for (const text of [...texts, lists(maximumDepth + 1)]) assert.throws(() => parseJson(text), tooDeep);
  assert.doesNotThrow(() => parseJson(JSON.stringify({ text: '[{'.repeat(deep), quoted: '"['.repeat(deep) })));
  for (const value of [...values, JSON.parse(lists(maximumDepth + 1))])
    for (const walk of [recordable, canonical, hashOf, createRedaction(['a secret of this test']).value])
      assert.throws(() => walk(value), tooDeep);
  assert.throws(() => isSame(values[0], JSON.parse(texts[0] as string)), tooDeep);
});

test('an answer that is nested without end is a complaint, whole or cut off, and no edit', () => {
  const broken = ['['.repeat(deep), '{"a":'.repeat(deep), 'a('.repeat(deep), `{'a': ${lists(deep)}`, '"['.repeat(deep)];
  for (const text of [...texts, ...broken]) {
    const parsed = parseJsonAnswer(`\`\`\`json\n${text}\n\`\`\``, z.object({ done: z.boolean() }));
    assert.ok('complaint' in parsed, text.slice(0, 20));
    assert.deepEqual(readJsonEdits(['```json', text, '```'], ['experiment.py']), []);
  }
});

test('results that are nested without end are no results', () => {
  for (const text of texts) assert.match(JSON.stringify(normaliseResults(text)), /nested more than/);
});

test('an event that is nested without end is damage, which reading and verifying tell', async () => {
  const draft = { id: 'run.started', type: 'run.started', version: 1, run: 'r', scope: 'run', role: 'host' };
  const bytes = Buffer.from(
    JSON.stringify(seal({ ...draft, causationid: 'run.started', data: 'HERE' }, '2026-01-01T00:00:00.000Z')).replace(
      '"HERE"',
      texts[0] as string,
    ),
  );
  const stored = { sequence: 1, subject: 'lab.run.r.run.started', bytes };
  assert.throws(() => parseStored(stored), { code: 'log.corrupt' });
  const { blobs } = createMemoryBroker();
  const checks = await verifyLog({ run: 'r', log: [stored], blobs, isCovered: false }, knownTo('1'));
  assert.match(checks.find(({ name }) => name === 'envelopes')?.problems[0]?.message ?? '', /nested more than/);
});

test('endlessly nested scopes are not a scope', () => {
  const fold = new Fold(createRoster(toyRoles, {}, ['toy']));
  const scope = 'idea-1.'.repeat(deep).slice(0, -1);
  const event = {
    ...({} as Event),
    id: 'run.started',
    type: 'run.started',
    dataschema: 'run.started/v1',
    run: 'r',
    scope,
  };
  assert.throws(() => fold.apply({ ...event, role: 'host', data: {} } as Event, 1), { code: 'id.malformed' });
});

test('an endlessly nested configuration is reported as broken', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nesting-'));
  const file = join(folder, 'config.json');
  for (const text of texts) {
    await writeFile(file, text);
    await assert.rejects(readConfig(file, folder), { code: 'config.broken' });
  }
  await rm(folder, { recursive: true });
});
