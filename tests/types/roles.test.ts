import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('wrong/', import.meta.url));
const compiler = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));

/** `file:line` of each compiler error, and its message. */
const compiled = (): Promise<readonly (readonly [place: string, message: string])[]> =>
  new Promise((resolve) => {
    execFile(compiler, ['-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout) => {
      const errors = [...stdout.matchAll(/^([^\s(]+)\((\d+),\d+\): error (.*)$/gm)];
      resolve(errors.map(([, file = '', line = '', message = '']) => [`${file}:${line}`, message]));
    });
  });

/** `file:line` of each line marked as wrong. */
const marked = async (): Promise<readonly string[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  const places = files.map(async (file) => {
    const lines = (await readFile(`${folder}${file}`, 'utf8')).split('\n');
    return lines.flatMap((line, index) => (line.endsWith('// wrong') ? [`${file}:${index + 1}`] : []));
  });
  return (await Promise.all(places)).flat();
};

test('the compiler refuses each wrong line of a role or a performer, and nothing else', async () => {
  const [errors, expected] = await Promise.all([compiled(), marked()]);
  assert.ok(expected.length > 15);
  const places = [...new Set(errors.map(([place]) => place))];
  assert.deepEqual(places.toSorted(), expected.toSorted(), errors.map((error) => error.join(' ')).join('\n'));
});

test('the example of an added role has no `any`, and goes through the same compiler', async () => {
  const example = fileURLToPath(new URL('../../examples/01-added-role/', import.meta.url));
  const texts = await Promise.all(['index.ts', 'claims.ts'].map((file) => readFile(`${example}${file}`, 'utf8')));
  for (const text of texts) assert.doesNotMatch(text, /\bany\b(?! )|\bas unknown\b|@ts-|biome-ignore/);
});
