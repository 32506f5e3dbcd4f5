import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { readFileBelow } from '../../src/adapters/files/read.ts';
import { createPaperReader } from '../../src/adapters/papers/reader.ts';
import { inlined, sourcesBeside } from '../../src/adapters/papers/sources.ts';
import { createTemplates } from '../../src/adapters/templates/load.ts';
import { createWorkspaces } from '../../src/adapters/workspaces/workspaces.ts';

const folder = await mkdtemp(join(tmpdir(), 'foreign-files-'));
after(() => rm(folder, { recursive: true, force: true }));

const secret = 'what is in a file of this machine';
const outside = join(folder, 'outside');
await mkdir(outside);
await writeFile(join(outside, 'secret.tex'), secret);
await writeFile(join(outside, 'prompt.json'), JSON.stringify({ system: secret, task_description: secret }));

let count = 0;
const paperFolder = async (files: Readonly<Record<string, string>>): Promise<string> => {
  count += 1;
  const place = join(folder, `paper-${count}`);
  await mkdir(join(place, 'parts'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text);
  return place;
};

const { blobs } = createMemoryBroker();

test('a paper inputs no file that a link leads to, whether the link is the file or a folder above it', async () => {
  const place = await paperFolder({
    'main.tex': '\\input{link} \\input{linked/secret} \\input{../outside/secret} \\input{parts/own}',
    'parts/own.tex': 'its own part',
  });
  await symlink(join(outside, 'secret.tex'), join(place, 'link.tex'));
  await symlink(outside, join(place, 'linked'));
  const text = await inlined(join(place, 'main.tex'));
  assert.doesNotMatch(text, new RegExp(secret));
  assert.match(text, /its own part/);
  const sources = await sourcesBeside(join(place, 'main.tex'), blobs);
  assert.deepEqual(Object.keys(sources).sort(), ['main.tex', 'parts/own.tex']);
});

test('a paper that is itself a link out of its folder is refused, by name', async () => {
  const place = await paperFolder({});
  await symlink(join(outside, 'secret.tex'), join(place, 'main.tex'));
  const nothing = {} as never;
  const reader = createPaperReader({ sandbox: nothing, typesetter: nothing, workspaces: nothing, blobs });
  await assert.rejects(reader.read(join(place, 'main.tex'), new AbortController().signal), {
    code: 'paper.unknown',
    message: /it is a link to .*secret\.tex/,
  });
});

test('files that input themselves, each other, or one another many times over come to an end', async () => {
  const itself = await paperFolder({ 'main.tex': `once ${'\\input{main} '.repeat(14)}` });
  assert.equal((await inlined(join(itself, 'main.tex'))).split('once').length, 2);
  const files = Object.fromEntries(
    Array.from({ length: 14 }, (_, index) => [`f${index}.tex`, `[${'\\input{f'.concat(`${index + 1}} `).repeat(14)}]`]),
  );
  const many = await paperFolder({ ...files, 'main.tex': '\\input{f0}' });
  assert.ok((await inlined(join(many, 'main.tex'))).length < 100_000);
  const large = 'x'.repeat(3_000_000);
  const huge = await paperFolder({ 'main.tex': '\\input{large} '.repeat(200), 'large.tex': large });
  assert.ok((await inlined(join(huge, 'main.tex'))).length < 5_000_000);
});

test('reading does not block on a pipe', async () => {
  const place = await paperFolder({ 'main.tex': '\\input{pipe}' });
  await promisify(execFile)('mkfifo', [join(place, 'pipe.tex')]);
  assert.equal(await inlined(join(place, 'main.tex')), '\\input{pipe}');
});

test('nothing but a plain file below the folder is read', async () => {
  const place = await paperFolder({ 'main.tex': 'text', 'parts/own.tex': 'part' });
  await symlink(join(place, 'parts'), join(place, 'inner'));
  const read = async (path: string) => (await readFileBelow(place, path, 100))?.toString();
  assert.equal(await read('main.tex'), 'text');
  assert.equal(await read('parts/../parts/own.tex'), 'part');
  for (const path of ['inner/own.tex', '../outside/secret.tex', '', '.', 'parts', '/etc/hostname', 'nothing', 'a\0b'])
    assert.equal(await read(path), undefined, path);
  assert.equal(await readFileBelow(place, 'main.tex', 3), undefined);
  assert.equal((await readFileBelow('/', 'etc/passwd', 1_000_000)) === undefined, false);
});

test('a result that a program has replaced by a link is not read', async () => {
  const workspace = await createWorkspaces(blobs).create({ 'given.txt': { text: 'given' } });
  await symlink(join(outside, 'secret.tex'), join(workspace.folder, 'paper-text.txt'));
  await assert.rejects(workspace.read('paper-text.txt'), { code: 'workspace.unreadable' });
  assert.equal(Buffer.from(await workspace.read('given.txt')).toString(), 'given');
  await workspace.remove();
});

const project = fileURLToPath(new URL('../../', import.meta.url));
const templates = createTemplates({
  templates: join(project, 'templates'),
  sandboxLimits: join(project, 'sandbox/limits.json'),
});
const putBlob = async () => 'blob';

test('a link in a template is refused by name, wherever it is', async () => {
  for (const path of ['prompt.json', 'notes.txt', 'latex/figure.tex', 'data', 'playbook/ideas.json']) {
    count += 1;
    const place = join(folder, `template-${count}`);
    await cp(join(project, 'templates/grokking'), place, { recursive: true });
    await mkdir(join(place, 'latex'), { recursive: true });
    await rm(join(place, path), { force: true });
    await symlink(path === 'data' ? outside : join(outside, 'prompt.json'), join(place, path));
    await assert.rejects(templates.load(place, undefined, putBlob), {
      code: 'template.link',
      message: new RegExp(`${path} is a link \\(to .*outside.*\\): put a copy in its place`),
    });
  }
});
