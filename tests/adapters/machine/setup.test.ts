import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installWithApt } from '../../../src/adapters/machine/apt.ts';
import { homeError, openHome } from '../../../src/adapters/machine/home.ts';
import { isSuitableNode } from '../../../src/adapters/machine/node.ts';
import { setUp } from '../../../src/adapters/machine/setup.ts';
import { cachedVerdict } from '../../../src/adapters/machine/verdicts.ts';
import { CodedError } from '../../../src/events/outcome.ts';
import type { Requirement } from '../../../src/ports/requirement.ts';
import { usePrograms } from '../../support/fake-programs.ts';

const present: Requirement = {
  name: 'one',
  purpose: 'tests',
  find: async () => ({ found: true, version: '1.2', path: '/there' }),
};

const missing = { found: false, problem: 'it is not there', remedy: 'put it there' } as const;

const installable = (install: NonNullable<Requirement['install']>): Requirement => {
  let isInstalled = false;
  return {
    name: 'second',
    purpose: 'tests',
    find: async () => (isInstalled ? { found: true, version: '3', path: '/new' } : missing),
    install: async (onLine) => {
      await install(onLine);
      isInstalled = true;
    },
  };
};

const runSetUp = async (requirements: Requirement[]): Promise<{ ok: boolean; shown: string[]; text: string }> => {
  const shown: string[] = [];
  let text = '';
  const end = (line = ''): void => {
    text += `${line}\n`;
  };
  return { ok: await setUp(requirements, { show: (line) => shown.push(line), end }), shown, text };
};

test('set-up reports what is there and installs what is missing', async () => {
  const second = installable(async (onLine) => onLine('installing (apt, about 5 s)'));
  const { ok, shown, text } = await runSetUp([present, second]);
  assert.equal(ok, true);
  assert.deepEqual(shown, ['[2/2] second  installing (apt, about 5 s)']);
  assert.equal(text, '[1/2] one     1.2 (/there)\n[2/2] second  3 (/new)\n');
});

test('where only root may install, the rest is set up, and one command is told for all packages', async (context) => {
  await usePrograms(context, { sudo: 'exit 1', 'apt-get': 'exit 0' });
  const refused = (...packages: string[]): Requirement => ({
    ...installable(() => installWithApt(packages, 5, () => undefined, 1000)),
    name: packages[0] ?? '',
  });
  const { ok, text } = await runSetUp([refused('bwrap'), refused('tex', 'fonts'), present]);
  assert.equal(ok, false);
  assert.equal(
    text,
    '[1/3] bwrap  missing: installing it needs root\n[2/3] tex    missing: installing it needs root\n' +
      '[3/3] one    1.2 (/there)\n' +
      'to install what needs root: sudo apt-get install --no-install-recommends bwrap tex fonts\n',
  );
});

test('a failed installation is reported in one line, and the rest is still set up', async () => {
  const failing = installable(async () => {
    throw new CodedError('setup.apt_failed', 'apt-get failed: no network');
  });
  const { ok, text } = await runSetUp([failing, { ...present, name: 'manual', find: async () => missing }, present]);
  assert.equal(ok, false);
  assert.equal(
    text,
    '[1/3] second  missing: apt-get failed: no network (setup.apt_failed)\n' +
      '[2/3] manual  missing: it is not there; put it there\n[3/3] one     1.2 (/there)\n',
  );
});

test('an unexpected failure of an installation is not hidden', async () => {
  const broken = installable(async () => {
    throw new TypeError('a mistake of ours');
  });
  await assert.rejects(runSetUp([broken]), TypeError);
});

test('the data folder is made for its owner only', async (context) => {
  await usePrograms(context, {});
  const path = await openHome();
  assert.equal(statSync(path).mode & 0o777, 0o700);
  assert.equal(path, process.env.AI_SCIENTIST_HOME);
});

test('a data folder below a file is refused with its name', async (context) => {
  const folder = await usePrograms(context, {});
  writeFileSync(join(folder, 'home'), 'a file');
  await assert.rejects(openHome(), { code: 'home.not_writable', message: /home cannot be written \(E[A-Z]+\): / });
});

test('a full disk is told from a folder that refuses', () => {
  assert.equal(homeError('/data', { code: 'ENOSPC' }).code, 'home.disk_full');
  assert.equal(homeError('/data', { code: 'EDQUOT' }).code, 'home.disk_full');
  assert.equal(homeError('/data', { code: 'EROFS' }).code, 'home.not_writable');
});

test('a good verdict is kept until a file that it rests on changes; a bad one is not kept', async (context) => {
  const folder = await usePrograms(context, {});
  const file = join(folder, 'program');
  writeFileSync(file, 'one');
  let checks = 0;
  const check = async () => {
    checks += 1;
    return { version: String(checks), path: file, files: [file] };
  };
  assert.equal((await cachedVerdict('key', check))?.version, '1');
  assert.equal((await cachedVerdict('key', check))?.version, '1');
  writeFileSync(file, 'another one');
  assert.equal((await cachedVerdict('key', check))?.version, '2');
  assert.equal(await cachedVerdict('other', async () => undefined), undefined);
  assert.equal((await cachedVerdict('other', check))?.version, '3');
  assert.equal(readFileSync(file, 'utf8'), 'another one');
});

test('Node.js from 22.18 on is suitable', () => {
  for (const version of ['v22.18.0', 'v24.0.0', 'v100.1.0']) assert.ok(isSuitableNode(version), version);
  for (const version of ['v22.17.9', 'v20.20.2', 'v9.99.0']) assert.ok(!isSuitableNode(version), version);
});
