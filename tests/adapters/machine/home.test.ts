import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { expandWords, homeFolder } from '../../../src/adapters/files/tilde.ts';
import { homePath, openResults, projectRoot, resultsPath } from '../../../src/adapters/machine/home.ts';

const ordinary = process.getuid?.() !== 0 && 'becoming another user needs root';

test('data and results are in the project, results beside the data, unless the environment names other folders', () => {
  assert.equal(homePath({}), join(projectRoot, '.ai-scientist'));
  assert.equal(resultsPath({ AI_SCIENTIST_HOME: '/data/lab' }), '/data/results');
  assert.equal(homePath({ AI_SCIENTIST_HOME: '/data', AI_SCIENTIST_RESULTS: '/papers' }), '/data');
  assert.equal(resultsPath({ AI_SCIENTIST_HOME: '/data', AI_SCIENTIST_RESULTS: '/papers' }), '/papers');
  assert.equal(resultsPath({ AI_SCIENTIST_RESULTS: 'papers' }), resolve('papers'));
  assert.equal(resultsPath({ AI_SCIENTIST_RESULTS: '' }), join(projectRoot, 'results'));
  assert.equal(resultsPath({}), join(projectRoot, 'results'));
});

test('a leading ~ of a setting, an option or a word is the home folder; text and other names are kept', () => {
  const home = homeFolder() ?? assert.fail('this user has no home');
  assert.equal(homePath({ AI_SCIENTIST_HOME: '~/lab' }), join(home, 'lab'));
  assert.equal(resultsPath({ AI_SCIENTIST_HOME: '~/lab' }), join(home, 'results'));
  assert.equal(resultsPath({ AI_SCIENTIST_RESULTS: '~' }), resolve(home));
  const words = [
    'run',
    '~/mine',
    '--config=~/c.json',
    '--roster',
    '~/r',
    '--text=~',
    '~/ is my home',
    '~other/x',
    'a~/b',
  ];
  assert.deepEqual(expandWords(words, '/h'), [
    ...['run', '/h/mine', '--config=/h/c.json', '--roster', '/h/r', '--text=/h', '~/ is my home', '~other/x', 'a~/b'],
  ]);
  assert.deepEqual(expandWords(words, undefined), words);
});

test('a user without a home and without a name has no home folder', { skip: ordinary }, () => {
  const source = new URL('../../../src/adapters/files/tilde.ts', import.meta.url);
  // The file is read as root: the project may be in a folder that other users cannot enter.
  const code = 'process.setuid(1_234_567); delete process.env.HOME; print();';
  const script = `import { homeFolder } from ${JSON.stringify(source.href)}; const print = () => console.log(homeFolder()); ${code}`;
  assert.equal(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
    'undefined\n',
  );
});

test('a folder for results that cannot be written is refused with what to do', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'results-'));
  context.after(() => rmSync(folder, { recursive: true }));
  await openResults(join(folder, 'new', 'results'));
  assert.deepEqual(readdirSync(join(folder, 'new', 'results')), []);
  writeFileSync(join(folder, 'file'), '');
  await assert.rejects(openResults(join(folder, 'file')), {
    code: 'results.not_writable',
    message:
      /file, cannot be written \(EEXIST\): make it writable, or name another with --results or AI_SCIENTIST_RESULTS$/,
  });
});
