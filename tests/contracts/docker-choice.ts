import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import Docker from 'dockerode';
import { buildSandboxImage, imageWithPackages } from '../../src/adapters/docker/build.ts';
import { createDockerSandbox } from '../../src/adapters/docker/sandbox.ts';
import { projectRoot } from '../../src/adapters/machine/home.ts';
import { openSandbox } from '../../src/adapters/sandbox/open.ts';
import type { TestEngine } from '../support/docker-engine.ts';
import { newMarker } from '../support/sandbox-job.ts';

const folder = `${projectRoot}/sandbox`;

const choose = async (choice: string, host: string, image: string): Promise<string> => {
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = host;
  try {
    const parts = {
      ...{ folder, image, gpus: [], packages: [], onLine: () => {} },
      ...{ python: async () => '/usr/bin/python3', bubblewrap: async () => undefined },
    };
    return (await openSandbox(choice, parts)).name;
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
  }
};

/** Which sandbox a run gets. */
export const dockerChoice = (engineOf: () => TestEngine): void => {
  describe('which sandbox is taken', () => {
    it('Docker by itself, where it answers and has the image', async () => {
      const engine = engineOf();
      assert.match(
        await choose('auto', engine.host, engine.image),
        /^docker ai-scientist-test\/small:\w+ sha256:[0-9a-f]{12}$/,
      );
      assert.equal(await choose('auto', engine.host, 'no/such:image'), 'bubblewrap');
      assert.equal(await choose('auto', 'unix:///nowhere/socket', engine.image), 'bubblewrap');
    });

    it('the one that is asked for, or a refusal that says what to do', async () => {
      const engine = engineOf();
      assert.equal(await choose('bubblewrap', engine.host, engine.image), 'bubblewrap');
      assert.match(await choose('none', engine.host, engine.image), /^none/);
      assert.match(await choose(`docker:${engine.image}`, engine.host, 'no/such:image'), /^docker/);
      await assert.rejects(choose('docker', engine.host, 'no/such:image'), {
        code: 'sandbox.no_image',
        message: /sandbox build/,
      });
      await assert.rejects(choose('docker', 'unix:///nowhere/socket', engine.image), { code: 'sandbox.unavailable' });
      await assert.rejects(choose('magic', engine.host, engine.image), { code: 'sandbox.unknown' });
    });

    it('says so when the engine does not answer', async () => {
      const docker = new Docker({ socketPath: '/nowhere/socket' });
      await assert.rejects(createDockerSandbox({ docker, image: 'x', folder }), { code: 'sandbox.unavailable' });
    });

    it('an engine elsewhere, over TLS, which takes no stranger', async () => {
      const engine = engineOf();
      const { host, certificates } = engine.remote;
      const before = { ...process.env };
      try {
        process.env.DOCKER_TLS_VERIFY = '1';
        process.env.DOCKER_CERT_PATH = certificates;
        assert.match(await choose('docker', host, engine.image), /^docker/);
        delete process.env.DOCKER_CERT_PATH;
        await assert.rejects(choose('docker', host, engine.image), { code: 'sandbox.unavailable' });
      } finally {
        process.env = before;
      }
    });

    it('builds its image from a Dockerfile, and says how far it is', async () => {
      const engine = engineOf();
      const place = mkdtempSync(join(tmpdir(), 'build-test-'));
      const lines: string[] = [];
      // What was built before is not built again.
      const marker = newMarker();
      const build = (line: string): Promise<string> => {
        writeFileSync(join(place, 'Dockerfile'), `ARG BASE\nFROM \${BASE}\nRUN ${line}\n`);
        const wish = { image: 'ai-scientist-test/built:1', base: engine.image, cuda: false };
        return buildSandboxImage(engine.docker, place, wish, (text) => lines.push(text));
      };
      try {
        assert.match(await build(`echo so far, ${marker}`), /^sha256:[0-9a-f]{64}$/);
        assert.ok(lines.includes(`so far, ${marker}`), lines.join('\n'));
        await assert.rejects(build('echo no further >&2; exit 3'), {
          code: 'sandbox.build_failed',
          message: /no further/,
        });
      } finally {
        rmSync(place, { recursive: true });
      }
    });

    it('packages of a template come from a list, and no other', async () => {
      const engine = engineOf();
      const derive = (names: readonly string[]) =>
        imageWithPackages(engine.docker, engine.image, names, { numpy: '', tqdm: 'python3-tqdm' }, () => {});
      assert.equal(await derive(['numpy']), engine.image);
      await assert.rejects(derive(['numpy', 'left-pad']), { code: 'sandbox.package_refused', message: /left-pad/ });
    });
  });
};
