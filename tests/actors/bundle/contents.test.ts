import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blobNames, blobReferences } from '../../../src/actors/bundle/blob-references.ts';
import { bundleContents } from '../../../src/actors/bundle/contents.ts';
import { importRun } from '../../../src/actors/bundle/import-run.ts';
import { neededBlobs } from '../../../src/actors/bundle/needed-blobs.ts';
import { blobsOfBundle } from '../../../src/actors/bundle/recording.ts';
import { templateFiles } from '../../../src/actors/bundle/template-files.ts';
import { sha256 } from '../../../src/actors/canonical.ts';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { seal } from '../../../src/events/envelope.ts';
import type { Broker } from '../../../src/ports/broker.ts';
import type { Recorded, RunLog } from '../../../src/ports/log.ts';
import type { Recording } from '../../../src/ports/recording.ts';
import { collect } from '../../support/broker-data.ts';
import { startedWith } from '../../support/studio.ts';

const recordIn = async (broker: Broker, run: string, ...data: readonly unknown[]): Promise<RunLog> => {
  const log = await broker.logs.create(run);
  for (const [index, one] of data.entries()) {
    const id = index === 0 ? 'run.started' : `a.b.${index}`;
    await log.append(
      seal(
        { id, type: 'word.said', version: 1, run, scope: 'run', role: 'b', causationid: id, data: one },
        '2026-01-01T00:00:00.000Z',
      ),
    );
  }
  return log;
};
const recordingOf = async (broker: Broker, log: RunLog): Promise<Recording> => ({
  run: log.run,
  log: await collect(log.read()),
  blobs: broker.blobs,
});
const hash = (digit: string): string => digit.repeat(64);
const referencesIn = async (...data: readonly unknown[]) => {
  const broker = createMemoryBroker();
  const { log, blobs } = await recordingOf(broker, await recordIn(broker, 'here', ...data));
  return [...(await blobReferences(log, blobs)).values()].map(({ sha256: name, place, required }) => [
    name[0],
    place,
    required,
  ]);
};

test('a run’s blobs are those in blob fields; any other SHA-256 may be one', async () => {
  const data = {
    blob: hash('1'),
    request: hash('2'),
    stdout: hash('3'),
    stderr: hash('4'),
    pages: [hash('5'), { deep: hash('6') }],
    other: hash('7'),
    text: `${hash('8')}0`,
    upper: hash('A'),
    nothing: null,
  };
  assert.deepEqual(await referencesIn(data), [
    ['1', 'event 1, run.started, data.blob', true],
    ['2', 'event 1, run.started, data.request', true],
    ['3', 'event 1, run.started, data.stdout', true],
    ['4', 'event 1, run.started, data.stderr', true],
    ['5', 'event 1, run.started, data.pages.0', true],
    ['6', 'event 1, run.started, data.pages.1.deep', false],
    ['7', 'event 1, run.started, data.other', false],
  ]);
});

test('a blob is located at its first requirement, else at its first mention', async () => {
  assert.deepEqual(
    await referencesIn({ other: hash('1') }, { other: hash('1') }, { blob: hash('1') }, { blob: hash('1') }),
    [['1', 'event 3, a.b.2, data.blob', true]],
  );
  assert.deepEqual(await referencesIn({ other: hash('1') }, { more: hash('1') }), [
    ['1', 'event 1, run.started, data.other', false],
  ]);
});

test('blob fields of a request belong to the run, and no other part of it', async () => {
  const broker = createMemoryBroker();
  const image = await broker.blobs.put(Buffer.from('image'));
  const stray = await broker.blobs.put(Buffer.from('stray'));
  const request = await broker.blobs.put(Buffer.from(JSON.stringify({ messages: [{ blob: image, text: stray }] })));
  const unread = await broker.blobs.put(Buffer.from('{'));
  const log = await recordIn(
    broker,
    'here',
    { a: { request } },
    { request: unread, blob: hash('1') },
    { loose: hash('2') },
  );
  const { log: events, blobs } = await recordingOf(broker, log);
  const references = await blobReferences(events, blobs);
  assert.equal(references.get(image)?.place, 'event 1, run.started, data.a.request, in that blob.messages.0.blob');
  assert.ok(!references.has(stray));
  assert.deepEqual(
    await blobNames(references, blobs),
    [request, image, unread, hash('1')].sort(),
    'required, or there',
  );
});

test('a blob is needed as long as any run names it, wherever: in an event or in a request', async () => {
  const broker = createMemoryBroker();
  const put = (text: string): Promise<string> => broker.blobs.put(Buffer.from(text));
  const [one, common, inner, left] = [await put('one'), await put('common'), await put('inner'), await put('left')];
  const request = await put(JSON.stringify({ blob: inner }));
  await recordIn(broker, 'here', { blob: one, pages: [common], request });
  await recordIn(broker, 'there', { other: common });
  const needed = await neededBlobs(broker);
  assert.deepEqual([...needed].sort(), [one, common, inner, request].sort());
  assert.ok(!needed.has(left));
});

const template = startedWith().template;

test('the template is laid out as files, sorted, without paths that a bundle cannot hold', async () => {
  const broker = createMemoryBroker();
  const blob = await broker.blobs.put(Buffer.from('picture'));
  const workspace = { 'b.py': { text: 'b' }, 'a.png': { blob, sizeBytes: 7 }, '../x': { text: 'x' } };
  const files = await templateFiles(
    { template: { ...template, workspace, latex: { 'c.tex': { text: 'c' } } } },
    broker.blobs,
  );
  assert.deepEqual(
    files.slice(1).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
    [
      ['template/workspace/a.png', 'picture'],
      ['template/workspace/b.py', 'b'],
      ['template/latex/c.tex', 'c'],
    ],
  );
  const { workspace: _, latex: __, ...rest } = template;
  assert.deepEqual(
    [files[0]?.name, JSON.parse(Buffer.from(files[0]?.bytes ?? []).toString())],
    ['template/template.json', rest],
  );
});

test('a bundle holds the log, its chain, blobs, template and charts, in that order', async () => {
  const broker = createMemoryBroker();
  const blob = await broker.blobs.put(Buffer.from('abc'));
  const recording = await recordingOf(broker, await recordIn(broker, 'here', startedWith(), { blob }));
  const { about, contents } = await bundleContents(recording, [{ role: 'coder' } as never]);
  assert.deepEqual(
    contents.map(({ name }) => name),
    [
      'events.jsonl',
      'chain.txt',
      `blobs/${blob}`,
      'template/template.json',
      'template/workspace/experiment.py',
      'charts/coder.json',
    ],
  );
  for (const { sizeBytes, sha256: sum, read } of contents) {
    const bytes = await read();
    assert.deepEqual([bytes.length, sha256(bytes)], [sizeBytes, sum]);
  }
  const texts = await Promise.all(contents.map(async ({ read }) => Buffer.from(await read()).toString()));
  assert.equal(texts[0], recording.log.map(({ bytes }) => `${Buffer.from(bytes).toString()}\n`).join(''));
  const links = texts[1]?.trimEnd().split('\n') ?? [];
  assert.deepEqual(
    [about, links.length, texts[5]],
    [{ run: 'here', events: 2, chain: links[1] }, 2, '{\n  "role": "coder"\n}\n'],
  );
});

test('an event that does not fit on a line, and a run without events, are not exported', async () => {
  const broker = createMemoryBroker();
  const recording = await recordingOf(broker, await recordIn(broker, 'here', startedWith()));
  const withFirst = (change: Partial<Recorded>): Recording => ({
    ...recording,
    log: recording.log.map((one) => ({ ...one, ...change })),
  });
  await assert.rejects(bundleContents(withFirst({ bytes: Buffer.from('{\n}') }), []), {
    code: 'bundle.unfit',
    message: /event 1, run\.started: its bytes have a line break/,
  });
  await assert.rejects(bundleContents(withFirst({ subject: 'x' }), []), {
    code: 'bundle.unfit',
    message: /its subject is x, not lab\.run\.here\.run\.started/,
  });
  await assert.rejects(bundleContents({ ...recording, log: [] }, []), { code: 'log.no_start' });
});

test('an import stores blobs and events and counts them; it is idempotent', async () => {
  const from = createMemoryBroker();
  const blob = await from.blobs.put(Buffer.from('abc'));
  const recording = await recordingOf(from, await recordIn(from, 'here', { blob }, {}, {}));
  const to = createMemoryBroker();
  assert.deepEqual(await importRun(to, recording), { before: 0, after: 3, blobs: 1 });
  assert.deepEqual(await importRun(to, recording), { before: 3, after: 3, blobs: 0 });
  assert.deepEqual(await importRun(to, { ...recording, log: recording.log.slice(0, 1) }), {
    before: 3,
    after: 3,
    blobs: 0,
  });
  assert.deepEqual(await collect((await to.logs.open('here')).read()), recording.log);
});

test('an interrupted import continues, and another run of the same name is unchanged', async () => {
  const from = createMemoryBroker();
  const recording = await recordingOf(from, await recordIn(from, 'here', {}, {}, {}));
  const half = createMemoryBroker();
  await importRun(half, { ...recording, log: recording.log.slice(0, 2) });
  assert.deepEqual(await importRun(half, recording), { before: 2, after: 3, blobs: 0 });
  const other = createMemoryBroker();
  await recordIn(other, 'here', {}, { other: true });
  await assert.rejects(importRun(other, recording), {
    code: 'import.conflict',
    message: /differ from event 2, a\.b\.1;/,
  });
  assert.equal(await (await other.logs.open('here')).lastSequence(), 2);
});

test('an import fails if another process interferes; a lost acknowledgement does not stop it', async () => {
  const from = createMemoryBroker();
  const recording = await recordingOf(from, await recordIn(from, 'here', {}, {}));
  const importing = async (restore: (log: RunLog, recorded: Recorded) => Promise<unknown>) => {
    const to = createMemoryBroker();
    const create = async (run: string) => {
      const log = await to.logs.create(run);
      const changed = {
        run,
        get: (id: string) => log.get(id),
        restore: (recorded: Recorded) => restore(log, recorded),
      };
      return changed as unknown as RunLog;
    };
    return importRun(
      { ...to, logs: { create, list: async () => [], open: async () => assert.fail() } as never },
      recording,
    );
  };
  const lost = await importing(async (log, recorded) => {
    await log.restore(recorded);
    return 'present';
  });
  assert.equal(lost.after, 2);
  const interfered = { code: 'import.interfered', message: /run here .* before event 1:/ };
  await assert.rejects(
    importing(async () => 'moved'),
    interfered,
  );
  await assert.rejects(
    importing(async () => 'present'),
    interfered,
  );
  await assert.rejects(
    importing(async (log, recorded) => {
      await log.append({ ...recorded.event, data: { other: true } });
      return 'present';
    }),
    interfered,
  );
});

test('the blobs of a bundle are its entries, checked against their names', async () => {
  const entries = new Map([
    [`blobs/${hash('1')}`, { name: `blobs/${hash('1')}`, sizeBytes: 1, sha256: hash('1') }],
    [`blobs/${hash('2')}`, { name: `blobs/${hash('2')}`, sizeBytes: 1, sha256: hash('3') }],
  ]);
  const blobs = blobsOfBundle({ path: 'p', entries, read: async (name: string) => Buffer.from(name) } as never);
  assert.deepEqual([await blobs.has(hash('1')), await blobs.has(hash('3'))], [true, false]);
  assert.equal(Buffer.from(await blobs.get(hash('1'))).toString(), `blobs/${hash('1')}`);
  await assert.rejects(blobs.get(hash('2')), { code: 'blob.corrupt' });
  await assert.rejects(blobs.get(hash('3')), { code: 'blob.missing' });
});
