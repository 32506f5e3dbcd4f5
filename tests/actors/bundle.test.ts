import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { blobNames, blobReferences } from '../../src/actors/bundle/blob-references.ts';
import { importRun } from '../../src/actors/bundle/import-run.ts';
import { neededBlobs } from '../../src/actors/bundle/needed-blobs.ts';
import { recordingOfBundle } from '../../src/actors/bundle/recording.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { bundleFiles } from '../../src/adapters/bundles/bundles.ts';
import type { RunStarted } from '../../src/events/vocabulary/run.ts';
import type { Broker } from '../../src/ports/broker.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { call, servicesOn } from '../support/command-line.ts';
import {
  beginningOf,
  brokerWithRun,
  builtInCharts,
  bundleBytes,
  openBytes,
  playRecording,
  recordingOn,
} from '../support/recorded-run.ts';

const bytesOf = ({ log }: Recording): string => log.map(({ bytes }) => Buffer.from(bytes).toString()).join('\n');

const startOf = ({ log: [first] }: Recording): RunStarted => first?.event.data as RunStarted;

/** The file's contents, read by the tar format alone. */
const filesIn = (bytes: Buffer): ReadonlyMap<string, Buffer> => {
  const files = new Map<string, Buffer>();
  for (let offset = 0; bytes[offset] !== 0; ) {
    const name = bytes.toString('latin1', offset, bytes.indexOf(0, offset));
    const sizeBytes = Number.parseInt(bytes.toString('latin1', offset + 124, offset + 135), 8);
    files.set(name, bytes.subarray(offset + 512, offset + 512 + sizeBytes));
    offset += 512 + Math.ceil(sizeBytes / 512) * 512;
  }
  return files;
};

const folderFor = async (context: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

describe('bundles', { timeout: 120_000 }, async () => {
  const whole = await playRecording();
  const bytes = await bundleBytes(whole);

  const imported = async (recording: Recording, broker = createMemoryBroker()): Promise<Recording> => {
    await importRun(broker, await recordingOfBundle(await openBytes(await bundleBytes(recording))));
    return recordingOn(broker, recording.run);
  };

  test('a bundle has the events as stored, every blob, the template as files, and the charts as data', async () => {
    const files = filesIn(bytes);
    assert.equal(files.get('events.jsonl')?.toString(), `${bytesOf(whole)}\n`);
    const requests = whole.log.flatMap(({ event }) => (event.data as any).value?.request ?? []);
    assert.ok(requests.length > 20);
    for (const name of requests) assert.ok(files.has(`blobs/${name}`));
    for (const [name, content] of files)
      if (name.startsWith('blobs/')) assert.equal(createHash('sha256').update(content).digest('hex'), name.slice(6));
    const { workspace } = startOf(whole).template;
    assert.deepEqual({ text: files.get('template/workspace/experiment.py')?.toString() }, workspace['experiment.py']);
    const coder = JSON.parse(files.get('charts/coder.json')?.toString() ?? '');
    assert.deepEqual(coder.root.states.planning.initial, 'planning.asking');
    assert.ok(
      coder.root.states.experimenting.transitions.some(
        ({ event, guard, targets }: any) =>
          event === 'experiment.failed' && guard === 'experimentAgain' && targets[0] === 'editing',
      ),
    );
    assert.doesNotMatch(JSON.stringify(coder), /=>|function/);
  });

  test('every chart is complete: each transition leads to one of its states', async () => {
    for (const chart of await builtInCharts()) {
      const paths = new Set<string>();
      const visit = (state: any, path: string): void => {
        paths.add(path);
        for (const [name, child] of Object.entries(state.states)) visit(child, path === '' ? name : `${path}.${name}`);
      };
      visit(chart.root, '');
      const targets = JSON.stringify(chart).match(/"targets":\[[^\]]*\]/g) ?? [];
      assert.ok(targets.length > 0, chart.role);
      for (const target of targets.flatMap((text) => JSON.parse(text.slice(10)) as string[]))
        assert.ok(paths.has(target), `${chart.role}: ${target}`);
    }
  });

  test('exporting what was imported gives the same bytes, from wherever the run was interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.log.length }), async (events) => {
        const recording = beginningOf(whole, events);
        const exported = await bundleBytes(recording);
        const again = await imported(recording);
        assert.equal(bytesOf(again), bytesOf(recording));
        assert.ok(exported.equals(await bundleBytes(again)), `a run of ${events} events`);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  test('an interrupted import leaves the beginning of the run, and the next import continues', async () => {
    const broker = createMemoryBroker();
    const recording = await recordingOfBundle(await openBytes(bytes));
    let left = 100;
    const failing: Broker = {
      ...broker,
      logs: {
        list: () => broker.logs.list(),
        states: () => broker.logs.states(),
        open: (run) => broker.logs.open(run),
        create: async (run) => {
          const log = await broker.logs.create(run);
          const restore = log.restore.bind(log);
          log.restore = async (recorded) => {
            if (left === 0) throw new Error('the power went');
            left -= 1;
            return restore(recorded);
          };
          return log;
        },
      },
    };
    await assert.rejects(importRun(failing, recording), /the power went/);
    assert.equal(bytesOf(await recordingOn(broker, whole.run)), bytesOf(beginningOf(whole, 100)));
    left = Number.POSITIVE_INFINITY;
    const { before, after } = await importRun(broker, recording);
    assert.deepEqual([before, after], [100, whole.log.length]);
    assert.ok(bytes.equals(await bundleBytes(await recordingOn(broker, whole.run))));
  });

  test('a repeated import changes nothing, except that it restores missing blobs', async () => {
    const broker = createMemoryBroker();
    await imported(whole, broker);
    const lost = createMemoryBroker().blobs;
    const result = await importRun({ ...broker, blobs: lost }, await recordingOfBundle(await openBytes(bytes)));
    const names = await blobNames(await blobReferences(whole.log, whole.blobs), whole.blobs);
    assert.deepEqual(result, { before: whole.log.length, after: whole.log.length, blobs: names.length });
    for (const name of names) assert.ok(await lost.has(name));
  });

  test('another run of the same name is unchanged', async () => {
    const broker = await brokerWithRun(whole);
    const other = { ...beginningOf(whole, 30) };
    const last = other.log.at(-1) as (typeof other.log)[number];
    const event = { ...last.event, time: '2026-01-01T00:00:00.000Z' };
    const changed = { ...last, event, bytes: Buffer.from(JSON.stringify(event)) };
    const recording = { ...other, log: [...other.log.slice(0, -1), changed] };
    await assert.rejects(importRun(broker, recording), { code: 'import.conflict', message: /from event 30, / });
    assert.equal(bytesOf(await recordingOn(broker, whole.run)), bytesOf(whole));
  });

  test('a run that continues beyond the bundle counts as existing', async () => {
    const broker = await brokerWithRun(whole);
    const { before, after } = await importRun(broker, beginningOf(whole, 50));
    assert.deepEqual([before, after], [whole.log.length, whole.log.length]);
  });

  test('two processes that import the same bundle at once import it once', async () => {
    const broker = createMemoryBroker();
    await Promise.allSettled(
      [1, 2].map(async () => importRun(broker, await recordingOfBundle(await openBytes(bytes)))),
    );
    await importRun(broker, await recordingOfBundle(await openBytes(bytes)));
    assert.equal(bytesOf(await recordingOn(broker, whole.run)), bytesOf(whole));
  });

  test('every blob that a run exports is one that it needs', async () => {
    const broker = createMemoryBroker();
    await imported(whole, broker);
    const names = await blobNames(await blobReferences(whole.log, whole.blobs), whole.blobs);
    const needed = await neededBlobs(broker);
    assert.deepEqual(
      names.filter((name) => !needed.has(name)),
      [],
    );
  });

  test('an image that only a request names is a blob of the run', async () => {
    const broker = createMemoryBroker();
    const image = await broker.blobs.put(Buffer.from('an image'));
    const part = { type: 'image', mediaType: 'image/png', blob: image };
    const request = await broker.blobs.put(Buffer.from(JSON.stringify({ messages: [{ content: [part] }] })));
    const own = await broker.blobs.put(Buffer.from('named by an added role in its own way'));
    const [first] = whole.log as [Recording['log'][number]];
    const event = { ...first.event, data: { value: { request }, dataset: own, digest: 'f'.repeat(64) } };
    const references = await blobReferences([{ ...first, event }], broker.blobs);
    assert.deepEqual(await blobNames(references, broker.blobs), [image, own, request].sort());
    assert.match(references.get(image)?.place ?? '', /^event 1, run\.started, data\.value\.request, in that blob/);
    assert.deepEqual(
      [image, request, own].map((name) => references.get(name)?.required),
      [true, true, false],
    );
  });

  test('a file is written whole or not at all, and is not replaced unasked', async (context) => {
    const path = join(await folderFor(context), 'a.bundle.tar');
    const about = { run: 'a', events: 1, chain: '0'.repeat(64) };
    const text = Buffer.from('content');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const content = { name: 'a', sizeBytes: text.length, sha256, read: async () => text };
    const failing = { ...content, name: 'b', read: () => Promise.reject(new Error('the disk broke')) };
    await assert.rejects(bundleFiles.write(path, about, [content, failing], false), { code: 'bundle.unwritable' });
    assert.deepEqual(await readdir(join(path, '..')), []);
    const digest = await bundleFiles.write(path, about, [content], false);
    await assert.rejects(bundleFiles.write(path, about, [content], false), { code: 'bundle.exists' });
    assert.equal(await bundleFiles.write(path, about, [content], true), digest);
    const bundle = await bundleFiles.open(path);
    context.after(() => bundle.close());
    assert.deepEqual([bundle.digest, bundle.about, await bundle.damages()], [digest, about, []]);
    assert.ok(text.equals(await bundle.read('a')));
  });

  test('a file that is not a bundle is reported', async (context) => {
    const folder = await folderFor(context);
    await writeFile(join(folder, 'paper.pdf'), '%PDF-1.7');
    await assert.rejects(bundleFiles.open(join(folder, 'paper.pdf')), { code: 'bundle.foreign' });
    await assert.rejects(bundleFiles.open(join(folder, 'absent.bundle.tar')), { code: 'bundle.unreadable' });
    await assert.rejects(bundleFiles.open(folder), { code: 'bundle.unreadable' });
  });

  test('the commands export, import, verify and replay by a file', async (context) => {
    const folder = await folderFor(context);
    const path = join(folder, 'a.bundle.tar');
    const source = createMemoryBroker();
    await imported(whole, source);
    const services = servicesOn(source);
    const output = async (line: string, on = services) => call(context, on, line);
    assert.match((await output(`export ${whole.run} --output ${path}`)).output, /events and \d+ files\n/);
    assert.ok(bytes.equals(await readFile(path)));
    assert.match((await output(`export ${whole.run} --output ${path}`)).output, /\[bundle\.exists\]/);
    assert.equal((await output(`export ${whole.run} --output ${path} --force`)).code, 0);
    const alone = { ...services, openBroker: () => assert.fail('a bundle needs no broker') };
    assert.deepEqual((await output(`verify ${path}`, alone)).code, 0);
    assert.match(
      (await output(`replay ${path} --check`, alone)).output,
      /every recorded output is what the fold gives/,
    );
    assert.equal(
      (await output(`replay ${path} --json`, alone)).output,
      (await output(`replay ${whole.run} --json`)).output,
    );
    const target = servicesOn(createMemoryBroker());
    assert.match((await output(`import ${path}`, target)).output, /run played: imported \d+ events and \d+ blobs\n/);
    const again = await output(`import ${path}`, target);
    assert.deepEqual(
      [again.code, again.output],
      [0, `run played already exists with the same ${whole.log.length} events\n`],
    );
  });

  test('a run is deleted only by its full name, if idle and confirmed', async (context) => {
    const broker = await brokerWithRun(whole);
    const services = servicesOn(broker);
    assert.match((await call(context, services, 'delete play --yes')).output, /did you mean played\? \[run\.unknown\]/);
    assert.match((await call(context, services, 'delete latest --yes')).output, /\[run\.unknown\]/);
    assert.match((await call(context, services, 'delete played')).output, /export played\n.*\[delete\.unconfirmed\]/s);
    const begun = await brokerWithRun(beginningOf(whole, 20));
    const lease = await begun.leases.hold({ run: 'played', worker: 'host-boot-1-a' });
    const answer = (await call(context, servicesOn(begun), 'delete played --yes')).output;
    await lease.release();
    assert.match(answer, /host-boot-1-a is working on played.*\[delete\.busy\]/);
    assert.deepEqual(await begun.logs.list(), ['played']);
  });
});
