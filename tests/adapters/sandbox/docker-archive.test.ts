import assert from 'node:assert/strict';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Header, pack } from 'tar-stream';
import { packWorkspace } from '../../../src/adapters/sandbox/docker/archive-in.ts';
import { unpackWorkspace } from '../../../src/adapters/sandbox/docker/archive-out.ts';
import { frameReader } from '../../../src/adapters/sandbox/docker/frames.ts';

const bounds = { entries: 100, bytes: 10_000 };
type Entry = Header & { readonly text?: string };

const archiveOf = (entries: readonly Entry[]) => {
  const archive = pack();
  for (const { text = '', ...header } of entries) archive.entry(header, text, () => {});
  archive.finalize();
  return archive;
};

let outside: string;
let folder: string;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'archive-test-'));
  folder = join(outside, 'workspace');
  mkdirSync(folder);
  writeFileSync(join(outside, 'precious'), 'untouched');
});
afterEach(() => rmSync(outside, { recursive: true, force: true }));

const unpack = (entries: readonly Entry[], changed = bounds) =>
  unpackWorkspace(archiveOf(entries), folder, 'workspace', changed);
const untouched = (): void => {
  assert.deepEqual(readdirSync(outside).sort(), ['precious', 'workspace']);
  assert.equal(readFileSync(join(outside, 'precious'), 'utf8'), 'untouched');
};

describe('bringing files out of a container', () => {
  it('takes plain files and folders, in place of what was there', async () => {
    writeFileSync(join(folder, 'old'), 'gone afterwards');
    const left = await unpack([
      { name: 'workspace/', type: 'directory' },
      { name: 'workspace/a/', type: 'directory' },
      { name: 'workspace/a/result.json', text: '{}' },
      { name: 'workspace/žluťoučký 数据', text: 'ok' },
    ]);
    assert.deepEqual(left, []);
    assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), ['a', 'a/result.json', 'žluťoučký 数据']);
  });

  for (const name of [
    '/etc/planted',
    '../precious',
    'workspace/../../precious',
    'workspace/a/../../../precious',
    'elsewhere/x',
  ]) {
    it(`leaves out ${name}`, async () => {
      const left = await unpack([
        { name, text: 'planted' },
        { name: 'workspace/fine', text: '1' },
      ]);
      assert.equal(left.length, 1);
      assert.deepEqual(readdirSync(folder), ['fine']);
      untouched();
    });
  }

  it('makes no link, and goes through none that was there before or comes before', async () => {
    symlinkSync(outside, join(folder, 'there'));
    const left = await unpack([
      { name: 'workspace/there/precious', text: 'planted' },
      { name: 'workspace/link', type: 'symlink', linkname: outside },
      { name: 'workspace/link/precious', text: 'planted' },
      { name: 'workspace/absolute', type: 'symlink', linkname: '/etc/passwd' },
    ]);
    assert.deepEqual(left.map(({ path }) => path).sort(), ['absolute', 'link']);
    assert.ok(!lstatSync(join(folder, 'link')).isSymbolicLink() && !existsSync(join(folder, 'absolute')));
    untouched();
  });

  it('makes a copy of a second name, and none of a name outside', async () => {
    const left = await unpack([
      { name: 'workspace/one', text: 'same' },
      { name: 'workspace/two', type: 'link', linkname: 'workspace/one' },
      { name: 'workspace/three', type: 'link', linkname: '/etc/passwd' },
      { name: 'workspace/four', type: 'link', linkname: 'workspace/../precious' },
    ]);
    assert.equal(readFileSync(join(folder, 'two'), 'utf8'), 'same');
    assert.equal(lstatSync(join(folder, 'one')).nlink, 1);
    assert.deepEqual(
      left.map(({ path }) => path),
      ['three', 'four'],
    );
  });

  it('leaves out pipes and devices', async () => {
    const left = await unpack([
      { name: 'workspace/pipe', type: 'fifo' },
      { name: 'workspace/disk', type: 'block-device' },
      { name: 'workspace/memory', type: 'character-device' },
    ]);
    assert.equal(left.length, 3);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('stops at its bounds, of count and of size', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ name: `workspace/${index}`, text: 'x' }));
    assert.match((await unpack(many)).at(-1)?.reason ?? '', /more than 100 files/);
    assert.equal(readdirSync(folder).length, 100);
    assert.match(
      (await unpack([{ name: 'workspace/large', text: 'x'.repeat(20_000) }])).at(-1)?.reason ?? '',
      /exceeds 10000/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('survives two entries that want one path', async () => {
    const left = await unpack([
      { name: 'workspace/a', text: 'file' },
      { name: 'workspace/a/b', text: 'below a file' },
      { name: 'workspace/a', text: 'again' },
    ]);
    assert.equal(left.length, 2);
    assert.equal(readFileSync(join(folder, 'a'), 'utf8'), 'file');
  });

  it('writes nothing outside, whatever the archive says', async () => {
    const part = fc.constantFrom('..', '.', '', 'workspace', 'a', 'b', '/', 'precious');
    const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const entry = fc.record({
      name: name.filter((text) => text !== ''),
      type: fc.constantFrom('file', 'directory', 'symlink', 'link'),
      linkname: name,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 8 }), async (entries) => {
        await unpack(entries.map((one) => ({ ...one, linkname: one.linkname || 'x' })));
        untouched();
      }),
      { numRuns: 60 },
    );
  });
});

describe('bringing files into a container', () => {
  it('gives all to one user, keeps links as links, and reads through none', async () => {
    symlinkSync('/etc/passwd', join(folder, 'link'));
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'code.py'), 'pass', { mode: 0o400 });
    const names: Header[] = [];
    const { extract } = await import('tar-stream');
    const reader = extract().on('entry', (header, content, next) => {
      names.push(header);
      content.resume();
      next();
    });
    await new Promise((resolve) => packWorkspace(folder, 4321).pipe(reader).on('finish', resolve));
    assert.deepEqual(
      names.map(({ name, type }) => [name, type]),
      [
        ['./', 'directory'],
        ['a/', 'directory'],
        ['a/code.py', 'file'],
        ['link', 'symlink'],
      ],
    );
    assert.ok(names.every(({ uid, gid }) => uid === 4321 && gid === 4321));
  });
});

describe('what the supervisor says', () => {
  const heardOf = (known = 0) => {
    const heard: string[] = [];
    const reader = frameReader(
      {
        onBegun: () => heard.push('begun'),
        onOutput: (stream, bytes) => heard.push(`${stream} ${bytes}`),
        onUse: ({ memoryBytes }) => heard.push(`use ${memoryBytes}`),
        onEnd: ({ status }) => heard.push(`end ${status}`),
      },
      known,
    );
    return { heard, reader };
  };
  const text = `{"begun": true}\n{"stdout": "${Buffer.from('hello').toString('base64')}"}\n{"use": {"wallTimeMs": 1, "cpuTimeMs": 1, "memoryBytes": 7, "diskBytes": 0}}\n`;

  it('is read however it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (size) => {
        const { heard, reader } = heardOf();
        for (let at = 0; at < text.length; at += size) reader.write(Buffer.from(text.slice(at, at + size)));
        assert.deepEqual(heard, ['begun', 'stdout hello', 'use 7']);
      }),
    );
  });

  it('is heard once when the connection was lost in between', () => {
    const { heard, reader } = heardOf(2);
    reader.write(Buffer.from(text));
    assert.deepEqual(heard, ['use 7']);
    assert.equal(reader.seen(), 3);
  });

  it('is nothing but frames', () => {
    assert.throws(() => heardOf().reader.write(Buffer.from('{"end": {}}\n')));
    assert.throws(() => heardOf().reader.write(Buffer.from('hello\n')));
  });
});
