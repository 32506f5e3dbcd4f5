import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

// FUZZ_CASES=500 is the full test; by default a few cases with a new seed each time.
const cases = process.env.FUZZ_CASES ?? '8';
const seed = process.env.FUZZ_SEED ?? String(Math.floor(Math.random() * 1e6));

test('whatever file of a data folder is damaged, no command hangs, stays silent or omits a run', () => {
  const script = join(import.meta.dirname, '../../../scripts/fuzz-home.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, cases, seed], { encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
});
