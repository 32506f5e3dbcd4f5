import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMemoryGroup } from '../../../src/adapters/sandbox/bubblewrap/memory-group.ts';
import { createBubblewrapSandbox } from '../../../src/adapters/sandbox/bubblewrap/sandbox.ts';
import { sandboxContract } from '../../contracts/sandbox.ts';
import { sandboxEscapes } from '../../contracts/sandbox-escapes.ts';
import { sandboxHidden } from '../../contracts/sandbox-hidden.ts';
import { sandboxLeavings } from '../../contracts/sandbox-leavings.ts';
import { sandboxWalls } from '../../contracts/sandbox-walls.ts';
import { newMarker, processesWith, runPython } from '../../support/sandbox-job.ts';

const python = '/usr/bin/python3';
const make = () => createBubblewrapSandbox({ python });
const host = fileURLToPath(new URL('../../support/sandbox-host.ts', import.meta.url));
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

const group = createMemoryGroup(1024 ** 3, 0);
const hasGroup = group !== undefined;
group?.remove();

sandboxContract('bubblewrap', make);
sandboxWalls('bubblewrap', make);
sandboxLeavings('bubblewrap', make);
sandboxHidden('bubblewrap', make, hasGroup);
sandboxEscapes('bubblewrap', make);

const waitUntil = async (isTrue: () => boolean, limitMs: number): Promise<void> => {
  const begun = performance.now();
  while (!isTrue()) {
    assert.ok(performance.now() - begun < limitMs, `not so after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Starts the host program as a user, waits for `awaited` in its output, kills it, and waits for the job's end. */
const killHost = async (userId: number | undefined, awaited: string): Promise<void> => {
  const workspace = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  if (userId !== undefined) chownSync(workspace, userId, userId);
  const marker = newMarker();
  const identity = userId === undefined ? {} : { uid: userId, gid: userId };
  const child = spawn(process.execPath, [host, python, workspace, marker], { ...identity, env: { PATH: '/usr/bin' } });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  if (awaited === '') await waitUntil(() => processesWith(marker).length > 1, 10_000);
  else {
    await waitUntil(() => output.includes(awaited), 10_000);
    // This program, the sandbox's outer and inner process, the job and its two grandchildren.
    await waitUntil(() => processesWith(marker).length >= 6, 5_000);
  }
  child.kill('SIGKILL');
  await waitUntil(() => processesWith(marker).length === 0, 15_000);
  rmSync(workspace, { recursive: true, force: true });
};

describe('bubblewrap on this machine', () => {
  it('leaves nothing when our own process is killed', () => killHost(undefined, 'begun'));

  it('leaves nothing when our own process is killed while the box is being set up', async () => {
    for (let round = 0; round < 5; round += 1) await killHost(undefined, '');
  });

  it('does the same for an ordinary user', { skip: !isRoot && 'starting a program as another user needs root' }, () =>
    killHost(nobody, 'begun'),
  );

  it('gives the workspace back to its owner, with every folder open', async () => {
    await runPython(make(), 'import os\nos.makedirs("a/b")\nopen("a/b/c", "w")\nos.chmod("a", 0)', {
      inspect: (workspace) => {
        for (const path of ['', '/a', '/a/b', '/a/b/c']) {
          assert.equal(statSync(workspace + path).uid, process.getuid?.());
        }
      },
    });
  });

  it('says so when there is no bwrap', async () => {
    const sandbox = createBubblewrapSandbox({ python, bwrap: '/nowhere/bwrap' });
    await assert.rejects(runPython(sandbox, 'pass'), { code: 'sandbox.unavailable', message: /\/nowhere\/bwrap/ });
  });

  it('says so when the box cannot be built', async () => {
    const sandbox = createBubblewrapSandbox({ python, bwrap: '/bin/false' });
    await assert.rejects(runPython(sandbox, 'pass'), { code: 'sandbox.unavailable' });
  });

  it('says so when there is no such interpreter', async () => {
    const sandbox = createBubblewrapSandbox({ python: '/nowhere/python' });
    await assert.rejects(runPython(sandbox, 'pass'), { code: 'sandbox.unavailable', message: /\/nowhere\/python/ });
  });
});
