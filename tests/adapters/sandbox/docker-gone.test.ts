import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Docker from 'dockerode';
import type { Equipment } from '../../../src/adapters/sandbox/docker/container.ts';
import { runInContainer } from '../../../src/adapters/sandbox/docker/run.ts';
import type { SandboxJob } from '../../../src/ports/sandbox.ts';

test('an engine that goes away before a container begins is unavailable, whatever was asked of it', async () => {
  const gone = new Error('connect ECONNREFUSED /var/run/docker.sock');
  const refuse = () => Promise.reject(gone);
  const docker = { getContainer: () => ({ inspect: refuse }), createVolume: refuse } as unknown as Docker;
  const signal = new AbortController().signal;
  const label = { run: 'run', task: 'run.coder.1' };
  for (const asked of [{ label }, { gpu: true }]) {
    const job = { command: ['true'], limits: {}, signal, ...asked } as unknown as SandboxJob;
    const running = runInContainer(docker, job, { image: 'image', gpus: ['0'] } as unknown as Equipment);
    await assert.rejects(running, {
      code: 'sandbox.unavailable',
      message: /does not answer: .*ECONNREFUSED/,
      cause: gone,
    });
  }
});
