import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Docker from 'dockerode';

const execute = promisify(execFile);
export const programs = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const packages = ['docker.io', 'iptables', 'mmdebstrap', 'openssl'];

const isThere = (name: string): boolean => programs.split(':').some((folder) => existsSync(join(folder, name)));

/** Why no engine can be started here, for a test to be skipped with; false if one can. */
export const noEngine: string | false =
  process.getuid?.() !== 0 && 'starting a Docker engine for the tests needs root; the others do not';

/** Programs that these tests need and set-up does not install: an engine, and a tool that builds an image from nothing. */
const install = async (): Promise<void> => {
  const missing = ['dockerd', 'mmdebstrap', 'openssl'].filter((name) => !isThere(name));
  if (missing.length === 0) return;
  const remedy = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  assert.ok(
    existsSync('/usr/bin/apt-get'),
    `the tests of the Docker sandbox start an engine of their own, and ${missing.join(' and ')} is missing: install what Debian calls ${packages.join(', ')}`,
  );
  console.log(`# ${missing.join(' and ')} missing: ${remedy} (about 20 s)`);
  // On a machine with an init, the package may start its own service. The tests neither need nor touch it.
  const aptGet = (...line: readonly string[]) =>
    execute('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', ...line], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 * 1024 ** 2,
      timeout: 300_000,
    });
  const installed = () => aptGet('install', '--no-install-recommends', ...packages);
  await installed()
    .catch(() => aptGet('update').then(installed))
    .catch((error) => assert.fail(`${missing.join(' and ')} is missing, and "${remedy}" failed: ${error.stderr}`));
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

/** One certificate authority, and certificates for the server on 127.0.0.1 and its clients, named as Docker's tools expect. */
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
 * Runs dockerd until its standard input ends, which happens however the test ends, and leaves no mount and no folder.
 * Arguments: the engine's folder, a data folder to remove too or nothing, dockerd's own arguments.
 */
const keeper = `
folder=$1 data=$2; shift 2
dockerd "$@" & daemon=$!
exec 3<&0
{ cat <&3; kill -TERM $daemon; sleep 20; kill -KILL $daemon; } >/dev/null 2>&1 & watching=$!
trap '' TERM INT HUP
wait $daemon; status=$?
kill -KILL $watching
awk -v one="$folder/" -v two="\${data:-$folder}/" 'index($2, one) == 1 || index($2, two) == 1 { print $2 }' /proc/mounts |
  sort -r | while read -r mount; do umount -l "$mount"; done
rm -rf --one-file-system "$folder" \${data:+"$data"}
exit $status`;

export type Daemon = {
  readonly docker: Docker;
  /** For DOCKER_HOST. */
  readonly host: string;
  /** The same engine over TCP, with the folder of the certificates that it requires. */
  readonly remote: { readonly host: string; readonly certificates: string };
  stop(): Promise<void>;
};

/**
 * Starts a separate Docker engine for these tests on a data folder. It neither uses nor touches the machine's own engine,
 * and ends with the test, even if the test is killed.
 */
export const startDaemon = async (data: string, keeps: 'keeps data' | 'removes data'): Promise<Daemon> => {
  await install();
  const folder = mkdtempSync(join(tmpdir(), 'docker-test-'));
  const socket = join(folder, 'socket');
  const certificates = await makeCertificates(join(folder, 'certificates'));
  const port = await freePort();
  const tls = ['ca', 'cert', 'key'].map(
    (file) => `--tls${file === 'ca' ? 'cacert' : file}=${certificates}/server-${file}.pem`,
  );
  const engineArguments = [
    ...['--data-root', data, '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
    ...['--host', `unix://${socket}`, '--iptables=false', '--ip6tables=false', '--bridge=none', '--ip-forward=false'],
    // With flat control groups, a common parent group would give all containers together the share of one process.
    ...['--cgroup-parent=/', '--exec-opt', 'native.cgroupdriver=cgroupfs'],
    ...['--host', `tcp://127.0.0.1:${port}`, '--tlsverify', ...tls],
  ];
  const kept = ['-c', keeper, 'docker-test', folder, keeps === 'keeps data' ? '' : data];
  const daemon = spawn('/bin/sh', [...kept, ...engineArguments], {
    env: { PATH: programs },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [daemon.stdout, daemon.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  }
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  const stop = (): Promise<void> => {
    daemon.stdin.end();
    return ended;
  };
  const docker = new Docker({ socketPath: socket });
  const answers = (): Promise<boolean> =>
    docker.ping().then(
      () => true,
      () => false,
    );
  for (let tries = 0; !(await answers()); tries += 1) {
    assert.equal(daemon.exitCode, null, `dockerd ended: ${said}`);
    if (tries === 600) await stop();
    assert.ok(tries < 600, `dockerd does not answer after 60 s: ${said}`);
    await sleep(100);
  }
  return { docker, host: `unix://${socket}`, remote: { host: `tcp://127.0.0.1:${port}`, certificates }, stop };
};
