import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openTemporaryFolder } from '../../../src/adapters/machine/temporary.ts';

const script = `
import { openTemporaryFolder } from ${JSON.stringify(import.meta.resolve('../../../src/adapters/machine/temporary.ts'))};
console.log(await openTemporaryFolder(process.argv[1]));
process.stdin.resume();
`;

/** Another process with its own folder; it exits when its standard input ends. */
const startOwner = async (context: TestContext, home: string): Promise<{ owner: ChildProcess; folder: string }> => {
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script, home], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  context.after(() => owner.kill('SIGKILL'));
  const [line] = await once(owner.stdout, 'data');
  return { owner, folder: String(line).trim() };
};

const makeHome = (context: TestContext): string => {
  const home = mkdtempSync(join(tmpdir(), 'temporary test-'));
  context.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
};

test('what a killed process left is removed by the next one, which leaves the folders of the living alone', async (t) => {
  const home = makeHome(t);
  const [dead, living] = [await startOwner(t, home), await startOwner(t, home)];
  for (const { folder } of [dead, living]) writeFileSync(join(folder, 'work'), 'x');
  const exit = once(dead.owner, 'exit');
  dead.owner.kill('SIGKILL');
  await exit;
  assert.ok(existsSync(dead.folder));
  const own = await openTemporaryFolder(home);
  assert.ok(!existsSync(dead.folder));
  assert.ok(existsSync(join(living.folder, 'work')));
  assert.notEqual(await openTemporaryFolder(home), own);
  assert.ok(existsSync(own), 'a process does not take itself for dead');
});

test('a process that ends removes its own folder', async (t) => {
  const { owner, folder } = await startOwner(t, makeHome(t));
  writeFileSync(join(folder, 'work'), 'x');
  const exit = once(owner, 'exit');
  owner.stdin?.end();
  await exit;
  assert.ok(!existsSync(folder));
});
