import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installWithApt } from '../../../src/adapters/machine/apt.ts';
import { aptProgress } from '../../../src/adapters/machine/apt-progress.ts';
import { bubblewrapRequirement } from '../../../src/adapters/machine/bubblewrap.ts';
import { lastLine, runCommand } from '../../../src/adapters/machine/command.ts';
import { latexRequirement } from '../../../src/adapters/machine/latex.ts';
import { natsServerRequirement } from '../../../src/adapters/machine/nats-server.ts';
import { pythonRequirement } from '../../../src/adapters/machine/python.ts';
import type { Finding, Requirement } from '../../../src/ports/requirement.ts';
import { usePrograms } from '../../support/fake-programs.ts';

const problemOf = (finding: Finding): string => {
  assert.equal(finding.found, false);
  return finding.found ? '' : finding.problem;
};

const collect = async (packages: string[]): Promise<string[]> => {
  const lines: string[] = [];
  await installWithApt(packages, 5, (line) => lines.push(line));
  return lines;
};

/** Acts as root for any user: sudo without a password, and a scripted apt-get. */
const sudo = 'shift; exec "$@"';

test('apt is followed from fetching to the last package', () => {
  const read = aptProgress();
  const lines = [
    ['Reading package lists...', undefined],
    ['1 upgraded, 2 newly installed, 0 to remove and 9 not upgraded.', undefined],
    ['dlstatus:1:0.0000:Retrieving file 1 of 3', 'fetching 1 of 3'],
    ['dlstatus:1:20.9149:Retrieving file 1 of 3', undefined],
    ['dlstatus:3:90.0:Retrieving file 3 of 3', 'fetching 3 of 3'],
    ['pmstatus:dpkg-exec:0.0000:Running dpkg', undefined],
    ['pmstatus:cowsay:44.4444:Installing cowsay (amd64)', undefined],
    ['pmstatus:cowsay:88.8889:Installed cowsay (amd64)', '1 packages of 3'],
    ['pmstatus:libc6:amd64:88.8889:Installed libc6 (amd64)', '2 packages of 3'],
    ['pmstatus:libc6:amd64:89.0:Installed libc6 (amd64)', undefined],
  ] as const;
  for (const [line, expected] of lines) assert.equal(read(line), expected, line);
});

test('packages are installed without recommendations and without fetching lists', async (context) => {
  const traces = await usePrograms(context, {
    sudo,
    'apt-get': 'echo "$@" >>$TRACES/calls; echo "pmstatus:one:50.0:Installed one (all)" >&9',
  });
  const lines = await collect(['one']);
  assert.deepEqual(lines, ['installing (apt, about 5 s)', 'installing (apt, about 5 s) … 1 packages of 1']);
  const calls = readFileSync(join(traces, 'calls'), 'utf8').trim().split('\n');
  assert.equal(calls.length, 1);
  assert.match(calls[0] ?? '', /install --no-install-recommends one$/);
});

test('install scripts have a standard output: apt gets the status elsewhere', async (context) => {
  await usePrograms(context, {
    sudo,
    'apt-get': 'case "$*" in *Status-Fd=1*) exit 100;; esac; exec 9>&-; echo out || exit 1',
  });
  assert.deepEqual(await collect(['one']), ['installing (apt, about 5 s)']);
});

test('the lists are fetched when it does not work without', async (context) => {
  await usePrograms(context, {
    sudo,
    'apt-get': `case "$*" in
      *update*) echo >$TRACES/lists;;
      *) [ -e $TRACES/lists ] || { echo "E: Unable to locate package one" >&2; exit 100; };;
    esac`,
  });
  const start = 'installing (apt, about 5 s)';
  assert.deepEqual(await collect(['one']), [start, `${start} … fetching the package lists`]);
});

test('a failure names the first package that broke and the command to run', async (context) => {
  await usePrograms(context, {
    sudo,
    'apt-get': `echo "pmerror:texlive-base:94.5:post-installation script failed" >&9
      echo "pmerror:lmodern:95.5:dependency problems" >&9
      echo "E: Sub-process returned an error code (1)" >&2; exit 100`,
  });
  await assert.rejects(collect(['lmodern']), {
    code: 'setup.apt_failed',
    message: /^apt-get failed: texlive-base: post-installation script failed; run ".*apt-get install .*lmodern" to see/,
  });
});

test('without root the command to run is said', async (context) => {
  await usePrograms(context, { sudo: 'exit 1', 'apt-get': 'exit 0' });
  await assert.rejects(
    installWithApt(['one'], 5, () => undefined, 1000),
    { code: 'setup.needs_root', message: /"sudo apt-get install .*one"/ },
  );
});

test('nothing installed: every requirement says so and what to do, without throwing', async (context) => {
  await usePrograms(context, {});
  const all: Requirement[] = [bubblewrapRequirement, latexRequirement, natsServerRequirement];
  for (const requirement of all) {
    const finding = await requirement.find();
    assert.equal(finding.found, false, requirement.name);
    if (!finding.found) assert.match(finding.remedy, /npm run setup/);
  }
});

test('a bwrap that cannot make a sandbox does not count', async (context) => {
  await usePrograms(context, { bwrap: '[ "$1" = --version ] && exit 0; echo "bwrap: No permissions" >&2; exit 1' });
  assert.match(problemOf(await bubblewrapRequirement.find()), /cannot make a sandbox: bwrap: No permissions/);
});

test('LaTeX without its packages does not count', async (context) => {
  const programs = ['pdflatex', 'bibtex', 'chktex', 'pdftotext', 'pdftoppm'].map((name) => [name, 'exit 0']);
  await usePrograms(context, {
    ...Object.fromEntries(programs),
    kpsewhich: 'for name; do case $name in -*|natbib.sty) ;; *) echo /texmf/$name;; esac; done',
  });
  assert.equal(problemOf(await latexRequirement.find()), 'LaTeX lacks natbib.sty');
});

test('a program that does not end says so in place of an error of its own', async () => {
  const { exitCode, stderr } = await runCommand('/bin/sleep', ['60'], { timeoutMs: 100 });
  assert.equal(exitCode, 124);
  assert.equal(lastLine(stderr), '/bin/sleep did not end within 0.1 s');
});

test('an old nats-server on PATH is told from none', async (context) => {
  await usePrograms(context, { 'nats-server': 'echo "nats-server: v2.9.10"' });
  assert.match(problemOf(await natsServerRequirement.find()), /2\.9\.10 is too old/);
});

test('a Python that imports everything is taken, examined once, before worse ones on PATH', async (context) => {
  const traces = await usePrograms(context, {
    python3: 'echo "no torch" >&2; exit 1',
    good: `echo once >>$TRACES/count
      echo '{"version": "3.12, torch 2", "path": "'$TRACES/bin/good'", "files": ["'$TRACES/bin/python3'"]}'`,
  });
  process.env.AI_SCIENTIST_PYTHON = join(traces, 'bin', 'good');
  for (const _ of [1, 2]) {
    const path = join(traces, 'bin', 'good');
    assert.deepEqual(await pythonRequirement.find(), { found: true, version: '3.12, torch 2', path });
  }
  assert.equal(readFileSync(join(traces, 'count'), 'utf8'), 'once\n');
  assert.ok(existsSync(join(traces, 'home', 'tools')));
});
