import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { projectRoot } from '../../src/adapters/machine/home.ts';

type Ending = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
type Call = (words: readonly string[], nodeOptions?: string) => Ending;

/** A checkout in which nothing is installed; its program needs a package, and its set-up only says that it was called. */
const checkout = (context: TestContext): { readonly folder: string; readonly call: Call } => {
  const folder = mkdtempSync(join(tmpdir(), 'a checkout '));
  context.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(projectRoot, 'bin'), join(folder, 'bin'), { recursive: true });
  for (const name of ['src', 'scripts', 'node_modules']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module","version":"1.2.3"}');
  writeFileSync(join(folder, 'src', 'main.ts'), "import 'commander';\n");
  writeFileSync(join(folder, 'scripts', 'bootstrap.sh'), 'echo set-up begins; exit 5\n');
  const call: Call = (words, nodeOptions = '') => {
    const env = { PATH: process.env.PATH, NODE_OPTIONS: nodeOptions, NODE_COMPILE_CACHE: '' };
    const { status, stdout, stderr } = spawnSync(join(folder, 'bin', 'ai-scientist'), words, { encoding: 'utf8', env });
    return { code: status, stdout, stderr };
  };
  return { folder, call };
};

/** Makes this Node one that cannot run TypeScript, as those before 22.18. */
const old = '--no-experimental-strip-types';

test('where no package is installed, help and version answer, and help says what is missing and what to run', (context) => {
  const { call } = checkout(context);
  for (const words of [['--help'], ['run', '-h'], ['help'], []]) {
    const { code, stdout, stderr } = call(words);
    assert.deepEqual([code, stderr], [0, ''], words.join(' '));
    assert.match(
      stdout,
      /the npm packages are not installed: commander is missing\n\nTo set it up, run "npm run setup"/,
    );
  }
  assert.deepEqual(call(['--version']), { code: 0, stdout: '1.2.3\n', stderr: '' });
});

test('under a Node that cannot run TypeScript, the doctor and every other command say so', (context) => {
  const { call } = checkout(context);
  const { code, stdout } = call(['doctor'], old);
  assert.equal(code, 1);
  assert.match(stdout, /^Node\.js {3}MISSING {2}Node\.js \S+ is too old, 22\.18 or later is required\n/);
  assert.match(stdout, /^packages {2}MISSING {2}the npm packages are not installed\n {19}run "npm run setup"/m);
  const rows = JSON.parse(call(['doctor', '--json'], old).stdout) as readonly { name: string; found: boolean }[];
  assert.deepEqual(
    rows.map(({ name, found }) => [name, found]),
    [
      ['Node.js', false],
      ['packages', false],
    ],
  );
  const run = call(['run', 'grokking'], old);
  assert.deepEqual([run.code, run.stdout], [1, '']);
  assert.match(run.stderr, /^ai-scientist: Node\.js .* is too old.*: run "npm run setup" \[setup\.missing\]\n$/);
});

test('setup begins the set-up, which installs the packages again if only one is missing', (context) => {
  const { folder, call } = checkout(context);
  const record = join(folder, 'node_modules', '.package-lock.json');
  writeFileSync(record, '{}');
  assert.deepEqual(call(['setup']), { code: 5, stdout: 'set-up begins\n', stderr: '' });
  assert.equal(existsSync(record), false);
});

test('an error in the program itself is not taken for a missing package', (context) => {
  const { folder, call } = checkout(context);
  writeFileSync(join(folder, 'src', 'main.ts'), "import './nowhere.ts';\n");
  assert.match(call(['--help']).stderr, /Cannot find module .*nowhere\.ts/);
});

test('a reader that closes the pipe early ends the program quietly', () => {
  const program = join(projectRoot, 'bin', 'ai-scientist');
  for (const words of ['--help', 'misspelt', 'events']) {
    const line = `set -o pipefail; '${program}' ${words} 2>&1 | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.match(stdout, /^[02]\n$/);
  }
});
