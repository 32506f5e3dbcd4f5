import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { projectFolder } from '../../scripts/source-tree.ts';
import { documentFaults } from './rules/snippets.ts';

const isThere = (path: string): boolean => existsSync(`${projectFolder}${path}`);
const read = (path: string): string | undefined =>
  isThere(path) ? readFileSync(`${projectFolder}${path}`, 'utf8') : undefined;

const { scripts } = JSON.parse(read('package.json') ?? '') as { scripts: Readonly<Record<string, string>> };
const document = read('CONTRIBUTING.md') ?? '';

test('the snippets in CONTRIBUTING.md are in the code, and its commands work', () => {
  assert.deepEqual(documentFaults(document, { read, isThere, scripts: Object.keys(scripts) }), []);
});

test('it explains in few lines, with code, how to add each kind of thing', () => {
  const sections = document.split(/^## /m).slice(1);
  const added = sections.filter((section) => section.startsWith('Add '));
  assert.deepEqual(
    added.map((section) => section.split('\n')[0]),
    ['Add a command', 'Add an event', 'Add a check', 'Add an adapter', 'Add a role'],
  );
  for (const section of added) {
    assert.match(section, /^```ts src\//m);
    const prose = section
      .replace(/^```[\s\S]*?^```$/gm, '')
      .split('\n')
      .slice(1);
    const count = prose.filter((line) => line.trim() !== '').length;
    assert.ok(count <= 10, `${section.split('\n')[0]}: ${count} lines`);
  }
});

const project = {
  read: (path: string) => (path === 'src/a.ts' ? 'one\n  two\nthree\nfour\n' : undefined),
  isThere: (path: string) => path === 'tests/a.test.ts',
  scripts: ['test', 'docs'],
};
const block = (head: string, ...lines: readonly string[]) => [`\`\`\`${head}`, ...lines, '```', ''].join('\n');

test('a snippet that is missing from its file, incomplete or out of order is found', () => {
  const faultsOf = (...lines: readonly string[]) => documentFaults(block('ts src/a.ts', ...lines), project);
  assert.deepEqual(faultsOf('one', '  two'), []);
  assert.deepEqual(faultsOf('one', '…', 'four'), []);
  assert.deepEqual(faultsOf('one', 'three'), ['src/a.ts does not have, there: one']);
  assert.deepEqual(faultsOf('four', '…', 'one'), ['src/a.ts does not have, there: one']);
  assert.deepEqual(faultsOf('two'), ['src/a.ts does not have, there: two']);
  assert.deepEqual(documentFaults(block('ts src/b.ts', 'one'), project), ['src/b.ts is not there']);
  assert.deepEqual(documentFaults(block('ts', 'one'), project), ['a block names no source: one']);
});

test('a command whose script or file is missing is found', () => {
  const faultsOf = (line: string) => documentFaults(block('sh', line), project);
  assert.deepEqual(faultsOf('npm test'), []);
  assert.deepEqual(faultsOf('npm run docs'), []);
  assert.deepEqual(faultsOf('node --test tests/a.test.ts'), []);
  assert.deepEqual(faultsOf('npm run gone'), ['npm has no script gone']);
  assert.deepEqual(faultsOf('node --test tests/gone.test.ts'), ['tests/gone.test.ts is not there']);
});
