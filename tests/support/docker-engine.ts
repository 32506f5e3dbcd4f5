import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { homePath } from '../../src/adapters/machine/home.ts';

const execute = promisify(execFile);
const programs = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const packages = ['docker.io', 'iptables', 'mmdebstrap'];

const isThere = (name: string): boolean => programs.split(':').some((folder) => existsSync(join(folder, name)));

/** What these tests need of the machine and set-up does not install: an engine, and what makes an image from nothing. */
const install = async (): Promise<void> => {
  const missing = ['dockerd', 'mmdebstrap'].filter((name) => !isThere(name));
  if (missing.length === 0) return;
  const remedy = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  assert.ok(
    process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'),
    `the tests of the Docker sandbox start an engine of their own, as root, and ${missing.join(' and ')} is missing: ${remedy}`,
  );
  console.log(`# ${missing.join(' and ')} missing: ${remedy} (about 20 s)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, maxBuffer: 64 * 1024 ** 2 };
  // A package may start its service where there is an init; these tests neither need nor touch that one.
  await execute('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], options).catch(async () => {
    await execute('apt-get', ['update', '-q'], options);
    await execute('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], options);
  });
};

/** The release of this machine, so that its programs and those of the image are of one age. */
const release = (): string => {
  const text = readFileSync('/etc/os-release', 'utf8');
  const name = /^ID=debian$/m.test(text) ? /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1] : undefined;
  return name ?? 'trixie';
};

export type TestEngine = {
  readonly docker: Docker;
  /** For DOCKER_HOST. */
  readonly host: string;
  /** The same over TCP, with the folder of the certificates that it asks for. */
  readonly remote: { readonly host: string; readonly certificates: string };
  stop(): Promise<void>;
};

const dockerdReady = async (docker: Docker, daemon: ChildProcess, log: () => string): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    assert.equal(daemon.exitCode, null, `dockerd ended: ${log()}`);
    if (
      await docker.ping().then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  assert.fail(`dockerd does not answer after 30 s: ${log()}`);
};

/** What tests that were killed have left: only images last. */
const clear = async (docker: Docker): Promise<void> => {
  for (const { Id } of await docker.listContainers({ all: true }))
    await docker.getContainer(Id).remove({ force: true, v: true });
  for (const { Name } of (await docker.listVolumes()).Volumes ?? []) await docker.getVolume(Name).remove();
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

/** One authority, and what it vouches for: the server on 127.0.0.1 and its clients, by the names that Docker's own tools use. */
const makeCertificates = async (folder: string): Promise<string> => {
  mkdirSync(folder);
  const openssl = (line: string) => execute('openssl', line.split(' '), { cwd: folder });
  const lasting = '-days 2 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  await openssl(`req -x509 ${lasting} -subj /CN=authority -keyout authority.pem -out ca.pem`);
  for (const [name, usage] of [
    ['server-', 'serverAuth'],
    ['', 'clientAuth'],
  ] as const) {
    const extensions = `-addext subjectAltName=IP:127.0.0.1 -addext extendedKeyUsage=${usage} -addext basicConstraints=CA:FALSE`;
    await openssl(
      `req -x509 ${lasting} -subj /CN=${usage} ${extensions} -CA ca.pem -CAkey authority.pem -keyout ${name}key.pem -out ${name}cert.pem`,
    );
  }
  copyFileSync(join(folder, 'ca.pem'), join(folder, 'server-ca.pem'));
  return folder;
};

/**
 * Starts a Docker engine of these tests' own: its socket and state in a temporary folder, its images where the next
 * test of that name finds them. Nothing of an engine that the machine may have is used or touched.
 */
export const startEngine = async (name: string): Promise<TestEngine> => {
  await install();
  const folder = mkdtempSync(join(tmpdir(), 'docker-test-'));
  const dataFolder = join(homePath(), 'tools', `test-docker-${name}`);
  mkdirSync(dataFolder, { recursive: true });
  const socket = join(folder, 'socket');
  const certificates = await makeCertificates(join(folder, 'certificates'));
  const port = await freePort();
  const tls = ['ca', 'cert', 'key'].map(
    (file) => `--tls${file === 'ca' ? 'cacert' : file}=${certificates}/server-${file}.pem`,
  );
  let said = '';
  const daemon = spawn(
    'dockerd',
    [
      ...['--data-root', dataFolder, '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
      ...['--host', `unix://${socket}`, '--iptables=false', '--ip6tables=false', '--bridge=none', '--ip-forward=false'],
      // Where control groups are flat, a folder of their own would give all containers together the share of one process.
      '--cgroup-parent=/',
      ...['--host', `tcp://127.0.0.1:${port}`, '--tlsverify', ...tls],
    ],
    { env: { PATH: programs }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [daemon.stdout, daemon.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  }
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  const docker = new Docker({ socketPath: socket });
  await dockerdReady(docker, daemon, () => said);
  await clear(docker);
  return {
    ...{ docker, host: `unix://${socket}`, remote: { host: `tcp://127.0.0.1:${port}`, certificates } },
    async stop() {
      daemon.kill('SIGTERM');
      const stuck = setTimeout(() => daemon.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(stuck);
      // An engine leaves this one mounted when a container had the machine's network, as those of builds have.
      await execute('umount', [join(folder, 'exec', 'netns', 'default')], { env: { PATH: programs } }).catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const hasImage = (docker: Docker, name: string): Promise<boolean> =>
  docker
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );

/** Makes an image from Debian's packages alone, unless the engine has it; no image registry is asked. */
export const imageOf = async (docker: Docker, name: string, contents: readonly string[]): Promise<string> => {
  const image = `ai-scientist-test/${name}:${release()}`;
  if (await hasImage(docker, image)) return image;
  const archive = join(homePath(), 'tools', `test-${name}-${release()}.tar`);
  if (!existsSync(archive)) {
    const partial = `${archive}.${process.pid}.tar`;
    const options = ['--variant=essential', '--aptopt=APT::Install-Recommends "false"', `--include=${contents}`];
    const trimmed = ['doc', 'man', 'locale'].map((part) => `--dpkgopt=path-exclude=/usr/share/${part}/*`);
    const finish = '--customize-hook=chmod 600 "$1/etc/passwd"';
    await execute('mmdebstrap', [...options, ...trimmed, finish, release(), partial], {
      env: { PATH: programs, TMPDIR: tmpdir() },
      maxBuffer: 64 * 1024 ** 2,
    });
    renameSync(partial, archive);
  }
  const [repo, tag] = image.split(':') as [string, string];
  const progress = await docker.importImage(createReadStream(archive), { repo, tag });
  await new Promise((resolve, reject) =>
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve(undefined))),
  );
  rmSync(archive);
  return image;
};
