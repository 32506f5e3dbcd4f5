import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import pino from 'pino';
import { modelPerformer } from '../../src/actors/performers/model.ts';
import { Worker } from '../../src/actors/worker.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { secretsOf } from '../../src/adapters/machine/secrets.ts';
import { createRedaction } from '../../src/events/redaction.ts';
import type { Telemetry } from '../../src/ports/live.ts';
import { createProgramHome } from '../support/program.ts';
import { type Asked, openaiDialect } from '../support/vendor-dialects.ts';
import { modelsAt, question, testKey, type Vendor, vendors } from '../support/vendor-lab.ts';
import { type Behaviour, startVendor } from '../support/vendor-server.ts';

const keyIn = ({ headers }: Asked): string => String(headers.authorization);

/** Performs one model task as a run's worker does; returns everything that leaves the worker. */
const perform = async (context: TestContext, vendor: Vendor, behave: (asked: Asked) => Behaviour) => {
  const server = await startVendor(vendor.dialect, behave);
  context.after(() => server.close());
  const broker = createMemoryBroker();
  const log = await broker.logs.create('run');
  const written: string[] = [];
  const telemetry: Telemetry[] = [];
  const over = new AbortController();
  context.after(() => over.abort());
  const watching = (async () => {
    for await (const piece of broker.live.watch('run', over.signal)) telemetry.push(piece);
  })();
  const worker = new Worker({
    name: 'worker-test',
    run: 'run',
    broker,
    performers: [modelPerformer(() => modelsAt(vendor, server.url).named(`${vendor.endpoint}:m`))],
    clock: { now: () => new Date().toISOString(), sleep: async () => {} },
    logger: pino({}, { write: (line) => written.push(line) }),
    redaction: createRedaction([testKey]),
    admits: () => 'go',
  });
  const working = worker.work(over.signal);
  const ids = { run: 'run', id: 'idea-1.coder.1', scope: 'idea-1', role: 'coder', causationid: 'x' };
  await broker.tasks.publish({ ...ids, kind: 'model', key: 'note', input: question('Question?') });
  for (let tries = 0; tries < 400 && (await log.get('idea-1.coder.1.result')) === undefined; tries += 1)
    await sleep(10);
  const result = (await log.get('idea-1.coder.1.result'))?.event;
  assert.ok(result, 'the task has a result');
  over.abort();
  await Promise.all([working, watching]);
  return { result, written, telemetry };
};

for (const vendor of vendors) {
  test(`${vendor.endpoint}: a key that the server echoes in an error is in no event, telemetry or log`, async (context) => {
    let count = 0;
    const { result, written, telemetry } = await perform(context, vendor, (asked) => {
      count += 1;
      return { status: count === 1 ? 500 : 401, message: `The key "${keyIn(asked)}" does not please us` };
    });
    assert.equal(result.type, 'task.failed');
    const left = JSON.stringify([result, written, telemetry]);
    assert.ok(left.includes('Bearer [redacted]'), left);
    assert.ok(
      telemetry.some(({ text }) => text.includes('[redacted]')),
      'the try was told of',
    );
    assert.ok(!left.includes(testKey));
  });

  test(`${vendor.endpoint}: a key in an answer is taken out of it, also where its pieces are streamed`, async (context) => {
    const { result, telemetry } = await perform(context, vendor, (asked) => ({
      text: `Your key is ${keyIn(asked)}, is it not?`,
    }));
    assert.equal(result.type, 'task.completed');
    const text = telemetry.map((piece) => piece.text).join('');
    assert.equal(text, 'Your key is Bearer [redacted], is it not?');
    assert.equal((result.data as { value: { text: string } }).value.text, text);
  });
}

test('secrets are values of variables with such names, and passwords in URLs', () => {
  const secrets = secretsOf({
    OPENAI_API_KEY: 'sk-1',
    NATS_URL: 'nats://me:pass%20word@host:4222',
    NATS_TOKEN: 'token',
    HOME: '/root',
    KEYBOARD: 'de',
  });
  assert.deepEqual(secrets, ['sk-1', 'pass%20word', 'pass word', 'token']);
  assert.deepEqual(secretsOf({ NATS_URL: 'nats://me:100%25%@host' }), ['100%25%']);
});

test('redaction takes every secret out of a value, wherever it stands, and leaves the rest as it was', () => {
  const secret = fc.string({ minLength: 8, maxLength: 20, unit: fc.constantFrom('0', '1', '2', '"', '\\') });
  const rest = fc.string({ unit: fc.constantFrom('x', 'y', ' ') });
  fc.assert(
    fc.property(secret, rest, rest, (known, before, after) => {
      const dirty = { [known]: [before + known + after, { deep: known }, 5, null, after] };
      const clean = { '[redacted]': [`${before}[redacted]${after}`, { deep: '[redacted]' }, 5, null, after] };
      assert.deepEqual(createRedaction([known]).value(dirty), clean);
    }),
  );
  const value = { a: [1, 'b'] };
  assert.equal(createRedaction(['a-long-secret']).value(value), value);
});

test('a text in pieces is redacted as the whole text would be', () => {
  const secret = 'abcabcabd';
  const letters = fc.constantFrom('a', 'b', 'c', 'abcabcabd', 'abcabc', 'x');
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 30 }), (pieces) => {
      const redaction = createRedaction([secret]);
      const stream = redaction.stream();
      const streamed = pieces.map(stream.next).join('') + stream.end();
      assert.equal(streamed, redaction.text(pieces.join('')));
    }),
  );
});

test('the program shows no key either, when a server echoes it before the first question', async () => {
  const home = await createProgramHome();
  const folder = await mkdtemp(join(tmpdir(), 'redaction-'));
  const server = await startVendor(openaiDialect, () => 'drop', { status: 401, message: `wrong key: ${testKey}` });
  try {
    const config = join(folder, 'config.json');
    const echo = { baseUrl: `${server.url}/v1`, keyVariable: 'ECHO_KEY', keyRequired: true };
    await writeFile(config, JSON.stringify({ endpoints: { echo } }));
    const line = ['run', 'grokking', '--model', 'echo:m', '--config', config];
    const { code, stderr, stdout } = await home.run(line, { ECHO_KEY: testKey });
    assert.equal(code, 1);
    assert.match(stderr, /rejects the key in ECHO_KEY: .*\[redacted\] \[model\.unauthorized\]/);
    assert.ok(!(stderr + stdout).includes(testKey));
  } finally {
    await server.close();
    await home.remove();
    await rm(folder, { recursive: true, force: true });
  }
});
