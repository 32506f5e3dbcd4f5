import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { type CollectLimits, collect } from '../../../src/adapters/workspaces/collect.ts';
import { materialise } from '../../../src/adapters/workspaces/tree.ts';
import { createWorkspaces } from '../../../src/adapters/workspaces/workspaces.ts';
import type { Tree } from '../../../src/events/tree.ts';

let folder = '';
let blobs: Map<string, Uint8Array>;

const putBlob = async (bytes: Uint8Array): Promise<string> => {
  const name = createHash('sha256').update(bytes).digest('hex');
  blobs.set(name, bytes);
  return name;
};
const readBlob = async (name: string): Promise<Uint8Array> => blobs.get(name) ?? assert.fail(`no blob ${name}`);
const limits = (changes: Partial<CollectLimits> = {}): CollectLimits => ({
  ...{ maxFiles: 100, maxBytes: 1_000_000, putBlob },
  ...changes,
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-test-'));
  blobs = new Map();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('materialise', () => {
  it('writes text and blobs, and collect reads the same tree back, sorted', async () => {
    const image = new Uint8Array([0x89, 0x50, 0, 255]);
    const tree: Tree = {
      'plot.py': { text: 'print("é")\n' },
      'latex/template.tex': { text: '' },
      'run_0/figure.png': { blob: await putBlob(image), sizeBytes: 4 },
    };
    await materialise(tree, folder, readBlob);
    assert.deepEqual([...readFileSync(join(folder, 'run_0/figure.png'))], [...image]);
    const collected = await collect(folder, limits());
    assert.deepEqual(collected, { tree, skipped: [], skippedCount: 0 });
    assert.deepEqual(Object.keys(collected.tree), ['latex/template.tex', 'plot.py', 'run_0/figure.png']);
  });

  for (const path of ['/etc/passwd', '../out', 'a/../../out', 'a//b', './a', 'a/.', '', 'a/', 'a\0b']) {
    it(`refuses the path ${JSON.stringify(path)}`, async () => {
      await assert.rejects(materialise({ [path]: { text: 'x' } }, folder, readBlob), { code: 'workspace.unsafe_path' });
    });
  }

  it('refuses a file where another path needs a folder', async () => {
    const tree = { a: { text: 'file' }, 'a/b': { text: 'below it' } };
    await assert.rejects(materialise(tree, folder, readBlob), { code: 'workspace.collision' });
  });

  it('refuses to write through a link, in the last place or above it', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'workspace-outside-'));
    writeFileSync(join(outside, 'target'), 'untouched');
    symlinkSync(join(outside, 'target'), join(folder, 'link'));
    symlinkSync(outside, join(folder, 'folder'));
    for (const path of ['link', 'folder/target', 'folder/new']) {
      await assert.rejects(materialise({ [path]: { text: 'x' } }, folder, readBlob), { code: 'workspace.collision' });
    }
    assert.equal(readFileSync(join(outside, 'target'), 'utf8'), 'untouched');
    rmSync(outside, { recursive: true });
  });
});

describe('collect', () => {
  it('follows no link, to a file or to a folder, and says so', async () => {
    symlinkSync('/etc/hostname', join(folder, 'name'));
    symlinkSync('/etc', join(folder, 'etc'));
    const { tree, skipped } = await collect(folder, limits());
    assert.deepEqual(tree, {});
    assert.deepEqual(
      skipped.map(({ path, reason }) => `${path}: ${reason}`),
      ['etc: it is a link, not a file', 'name: it is a link, not a file'],
    );
  });

  it('skips pipes and sockets without waiting for them', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const server = createServer().listen(join(folder, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    const { tree, skipped } = await collect(folder, limits());
    server.close();
    assert.deepEqual(tree, {});
    assert.deepEqual(
      skipped.map(({ reason }) => reason),
      ['it is a pipe, not a file', 'it is a socket, not a file'],
    );
  });

  it('keeps small UTF-8 text inline and everything else as blobs', async () => {
    writeFileSync(join(folder, 'small.txt'), 'text');
    writeFileSync(join(folder, 'large.txt'), 'x'.repeat(64 * 1024 + 1));
    writeFileSync(join(folder, 'latin.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
    writeFileSync(join(folder, 'zero.txt'), 'a\0b');
    const { tree } = await collect(folder, limits());
    assert.deepEqual(tree['small.txt'], { text: 'text' });
    for (const [name, sizeBytes] of [
      ['large.txt', 64 * 1024 + 1],
      ['latin.txt', 4],
      ['zero.txt', 3],
    ] as const) {
      const entry = tree[name];
      assert.ok(entry !== undefined && 'blob' in entry);
      assert.equal(entry.sizeBytes, sizeBytes);
      assert.deepEqual(await readBlob(entry.blob), readFileSync(join(folder, name)));
    }
  });

  it('stops at the number of files', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), name);
    const { tree, skipped } = await collect(folder, limits({ maxFiles: 2 }));
    assert.deepEqual(Object.keys(tree), ['a', 'b']);
    assert.deepEqual(skipped, [{ path: 'c', reason: 'there are more than 2 files' }]);
  });

  it('stops at the number of bytes, without reading a file that is too large', async () => {
    writeFileSync(join(folder, 'a'), '12345');
    writeFileSync(join(folder, 'b'), '');
    truncateSync(join(folder, 'b'), 100 * 1024 ** 3);
    writeFileSync(join(folder, 'c'), '12345');
    const { tree, skipped } = await collect(folder, limits({ maxBytes: 10 }));
    assert.deepEqual(Object.keys(tree), ['a', 'c']);
    assert.deepEqual(
      skipped.map(({ path }) => path),
      ['b'],
    );
  });

  it('takes only what is asked for', async () => {
    mkdirSync(join(folder, 'run_1'));
    writeFileSync(join(folder, 'run_1/final_info.json'), '{}');
    writeFileSync(join(folder, 'run_1/weights.pt'), 'x');
    linkSync(join(folder, 'run_1/weights.pt'), join(folder, 'run_1/second.pt'));
    const { tree, skipped } = await collect(folder, limits({ include: (path) => path.endsWith('.json') }));
    assert.deepEqual([Object.keys(tree), skipped], [['run_1/final_info.json'], []]);
  });

  it('keeps results inline up to a larger size than other text', async () => {
    const workspace = await createWorkspaces(createMemoryBroker().blobs).create({});
    try {
      mkdirSync(join(workspace.folder, 'run_1'));
      for (const name of ['final_info.json', 'log.txt']) {
        writeFileSync(join(workspace.folder, 'run_1', name), 'x'.repeat(40_000));
      }
      const { tree } = await workspace.collect({ prefixes: ['run_1/'], suffixes: [] });
      assert.ok('text' in (tree['run_1/final_info.json'] ?? {}));
      assert.ok('blob' in (tree['run_1/log.txt'] ?? {}));
    } finally {
      await workspace.remove();
    }
  });
});

describe('collect, with little room', () => {
  const texts = (count: number) => {
    for (let index = 0; index < count; index += 1) writeFileSync(join(folder, `${index}.txt`), '"'.repeat(100));
  };

  it('makes blobs of the texts for which the tree has no room, measured as JSON', async () => {
    texts(3);
    const { tree, skipped } = await collect(folder, limits({ maxTextsBytes: 404 }));
    assert.deepEqual(
      Object.values(tree).map((entry) => 'text' in entry),
      [true, true, false],
    );
    assert.deepEqual(skipped, []);
    const { tree: smaller } = await collect(folder, limits({ maxTextsBytes: 403 }));
    assert.equal(Object.values(smaller).filter((entry) => 'text' in entry).length, 1);
  });

  it('leaves out the files whose names it has no room for, and says so', async () => {
    texts(2);
    const { tree, skipped } = await collect(folder, limits({ maxNamesBytes: 110 }));
    assert.deepEqual(Object.keys(tree), ['0.txt']);
    assert.deepEqual(skipped, [{ path: '1.txt', reason: 'the names of the files fill more than 110 bytes' }]);
  });

  it('takes first what is to come first, then the upper folders', async () => {
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    for (const path of ['a/b/first.json', 'a/x', 'y']) writeFileSync(join(folder, path), path);
    const first = (path: string) => path.endsWith('first.json');
    assert.deepEqual(Object.keys((await collect(folder, limits({ maxFiles: 2, first }))).tree), [
      'a/b/first.json',
      'y',
    ]);
    assert.deepEqual(Object.keys((await collect(folder, limits({ maxFiles: 2 }))).tree), ['a/x', 'y']);
  });

  it('lists twenty reasons and counts the others', async () => {
    texts(23);
    const { skipped, skippedCount } = await collect(folder, limits({ maxFiles: 1 }));
    assert.deepEqual([skipped.length, skippedCount], [20, 22]);
  });

  it('looks at 64 folders below one another and names the next', async () => {
    const deep = 'd/'.repeat(64);
    mkdirSync(join(folder, deep, 'd'), { recursive: true });
    writeFileSync(join(folder, deep, 'last.txt'), 'x');
    writeFileSync(join(folder, deep, 'd/beyond.txt'), 'x');
    const { tree, skipped } = await collect(folder, limits());
    assert.deepEqual(Object.keys(tree), [`${deep}last.txt`]);
    assert.deepEqual(skipped, [{ path: `${deep}d`, reason: 'it lies more than 64 folders deep' }]);
  });
});
