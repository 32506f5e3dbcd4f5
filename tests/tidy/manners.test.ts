import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../../scripts/source-tree.ts';

const read = (path: string): Promise<string> => readFile(`${projectFolder}${path}`, 'utf8');
const readJson = async (path: string): Promise<any> => JSON.parse(await read(path));

const manifest = await readJson('package.json');
const readme = await read('README.md');

test('package.json names existing files, and the licence in LICENSE', async () => {
  for (const path of [...manifest.files, manifest.bin['ai-scientist']])
    assert.ok(existsSync(`${projectFolder}${path}`), path);
  for (const field of ['description', 'author', 'keywords', 'os']) assert.ok(manifest[field].length > 0, field);
  assert.match(await read('LICENSE'), new RegExp(`^${manifest.license} License\n\nCopyright .* ${manifest.author}\n`));
});

test('README, package.json, its lock and set-up require the same Node and install the one that runs the program', async () => {
  const [, least] = /^>=(\d+)$/.exec(manifest.engines.node) ?? [];
  assert.match(readme, new RegExp(`Node ${least} or later with npm`));
  assert.match(await read('scripts/bootstrap.sh'), new RegExp(`install Node\\.js ${least} or later`));
  const [own] = manifest.dependencies.node.split('.');
  assert.match(readme, new RegExp(`runs on\\s+Node ${own}`));
  assert.match(await read('scripts/bootstrap.sh'), new RegExp(`= v${own} \\]`));
  const { packages } = await readJson('package-lock.json');
  assert.deepEqual([packages[''].engines, packages[''].os], [manifest.engines, manifest.os]);
});

test('generated files say so, and are marked as generated for reviewers', async () => {
  const marks = (await read('.gitattributes')).matchAll(/^(\S+) linguist-generated$/gm);
  const patterns = [...marks].map(([, pattern = '']) => pattern);
  const below = async (folder: string) =>
    (await readdir(`${projectFolder}${folder}`, { recursive: true })).map((path) => posix.join(folder, path));
  const documents = [
    'docs/events.md',
    'docs/errors.md',
    'docs/exit-codes.md',
    'docs/output.md',
    ...(await below('docs/schema')),
  ];
  const recorded = (await below('tests/corpus')).filter((path) => path.endsWith('.gz'));
  const generated = ['package-lock.json', ...documents, ...recorded];
  for (const path of generated)
    assert.ok(
      patterns.some((pattern) => posix.matchesGlob(path, pattern)),
      path,
    );
  for (const pattern of patterns)
    assert.ok(
      generated.some((path) => posix.matchesGlob(path, pattern)),
      pattern,
    );
  for (const path of documents)
    assert.match((await read(path)).slice(0, 300), /Generated (?:from [^.]* )?by `?scripts\/generate-docs\.ts/, path);
});

test('the changelog begins with the unreleased changes, in its format’s groups', async () => {
  const [, first = ''] = (await read('CHANGELOG.md')).split(/^## /m);
  assert.match(first, /^\[Unreleased\]\n/);
  const groups = [...first.matchAll(/^### (.+)$/gm)].map(([, group = '']) => group);
  const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
  assert.deepEqual(
    groups,
    known.filter((group) => groups.includes(group)),
  );
});
