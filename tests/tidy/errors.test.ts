import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { codesInSource } from '../support/error-codes.ts';

const text = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const documented = rows.map(([_, code]) => code?.replaceAll('`', ''));

test('every code is in docs/errors.md, and every code there is in the source', async () => {
  const codes = await codesInSource();
  assert.deepEqual({ undocumented: codes.filter((code) => !documented.includes(code)) }, { undocumented: [] });
  assert.deepEqual({ unused: documented.filter((code) => !codes.includes(code ?? '')) }, { unused: [] });
});

test('the list is in order, and each code has a meaning and a remedy', () => {
  assert.deepEqual(documented, [...new Set(documented)].sort());
  for (const [, code, meaning, remedy, end] of rows) {
    assert.match(meaning ?? '', /\w.*\.$/, code);
    assert.match(remedy ?? '', /\w.*\.$/, code);
    assert.equal(end, '', `${code} has more cells than columns`);
  }
});
