import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import Docker from 'dockerode';
import { projectRoot } from '../../src/adapters/machine/home.ts';
import { buildSandboxImage, imageWithPackages } from '../../src/adapters/sandbox/docker/build.ts';
import { createDockerSandbox } from '../../src/adapters/sandbox/docker/sandbox.ts';
import { openSandbox } from '../../src/adapters/sandbox/open.ts';
import type { TestEngine } from '../support/docker-engine.ts';
import { newMarker, runPython } from '../support/sandbox-job.ts';

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

/** An image like the sandbox's own, whose only Debian source is a local folder with one package, so that no network is needed. */
const shopOf = (name: string): string => `ARG BASE
FROM \${BASE}
WORKDIR /srv
RUN rm -rf /etc/apt/sources.list.d/* && echo 'deb [trusted=yes] file:/srv ./' >/etc/apt/sources.list \\
 && mkdir -p package/DEBIAN package/usr/lib/python3/dist-packages \\
 && echo 'size = "very small"' >package/usr/lib/python3/dist-packages/${name}.py \\
 && printf 'Package: python3-${name}\\nVersion: 1\\nArchitecture: all\\nMaintainer: none <none@example.org>\\nDescription: small\\n' >package/DEBIAN/control \\
 && dpkg-deb --build package package.deb \\
 && (cat package/DEBIAN/control; echo Filename: ./package.deb; echo Size: $(stat -c %s package.deb); sha256sum package.deb | sed 's/^/SHA256: /;s/ *package.deb//') >Packages
USER 65534:65534
`;

/** The choice of a run's sandbox. */
export const dockerChoice = (engineOf: () => TestEngine): void => {
  describe('which sandbox is taken', () => {
    it('Docker by itself, where it answers and has the image', async () => {
      const engine = engineOf();
      assert.match(
        await choose('auto', engine.host, engine.image),
        /^docker ai-scientist-test\/sandbox:\w+ sha256:[0-9a-f]{12}$/,
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
      // An existing image is not built again.
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
      const { docker, image } = engineOf();
      const derive = (names: readonly string[]) =>
        imageWithPackages(docker, image, names, { numpy: '', tqdm: 'python3-tqdm' }, () => {});
      assert.equal(await derive(['numpy']), image);
      await assert.rejects(derive(['numpy', 'left-pad']), { code: 'sandbox.package_refused', message: /left-pad/ });
    });

    it('packages of a template are in an image of their own, made once', async () => {
      const { docker, image } = engineOf();
      const place = mkdtempSync(join(tmpdir(), 'build-test-'));
      const shop = 'ai-scientist-test/with-a-shop:1';
      writeFileSync(join(place, 'Dockerfile'), shopOf('tiny'));
      await buildSandboxImage(docker, place, { image: shop, base: image, cuda: false }, () => {});
      rmSync(place, { recursive: true });
      const lines: string[] = [];
      const derive = () =>
        imageWithPackages(docker, shop, ['tiny'], { tiny: 'python3-tiny' }, (line) => lines.push(line));
      const code = 'import tiny; print(tiny.size)';
      const runIn = async (name: string) => runPython(await createDockerSandbox({ docker, image: name, folder }), code);

      const derived = await derive();
      assert.equal((await runIn(derived)).stdout, 'very small\n');
      assert.match((await runIn(shop)).stderr, /No module named/);
      assert.ok(
        lines.some((line) => line.includes('python3-tiny')),
        lines.join('\n'),
      );
      lines.length = 0;
      assert.equal(await derive(), derived);
      assert.deepEqual(lines, []);
    });
  });
};
