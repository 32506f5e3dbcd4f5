import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../src/ports/sandbox.ts';
import { runPython } from '../support/sandbox-job.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Python that prints `refused` if the statement fails and `done` if it succeeds. */
const attempt = (statement: string): string =>
  `import os, socket, ctypes\ntry:\n  ${statement}\n  print("done")\nexcept Exception as error: print("refused", type(error).__name__)`;

const misdeeds: readonly { what: string; statement: string }[] = [
  { what: 'reading a file of the project', statement: `open(${JSON.stringify(`${project}package.json`)}).read()` },
  { what: 'listing the home folder', statement: `assert os.listdir(${JSON.stringify(homedir())})` },
  { what: 'reading the list of users', statement: 'open("/etc/passwd").read()' },
  { what: 'reading the keys of the machine', statement: 'open("/etc/shadow").read()' },
  { what: 'writing to the system', statement: 'open("/usr/lib/planted", "w")' },
  { what: 'writing beside the workspace', statement: 'open("/planted", "w")' },
  { what: 'writing into the folder of devices', statement: 'open("/dev/planted", "w")' },
  { what: 'opening a disk', statement: 'assert [d for d in os.listdir("/dev") if d.startswith(("sd", "vd", "nvme"))]' },
  { what: 'looking up a name', statement: 'socket.getaddrinfo("example.org", 80)' },
  { what: 'reaching an outside address', statement: 'socket.create_connection(("192.0.2.1", 80), timeout=3)' },
  { what: 'raising its own limits', statement: 'import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))' },
  { what: 'becoming root', statement: 'os.setuid(0); assert os.stat("/proc/1").st_uid != os.getuid()' },
  { what: 'a user namespace', statement: 'assert ctypes.CDLL(None).unshare(0x10000000) == 0' },
  { what: 'mounting', statement: 'assert ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0' },
];

/** Nothing of the machine is reachable: files, network, environment, other processes, privileges. */
export const sandboxWalls = (name: string, makeSandbox: () => Sandbox): void => {
  describe(`${name}: walls`, () => {
    it('refuses every misdeed', async () => {
      const code = misdeeds.map(({ statement }) => attempt(statement)).join('\n');
      const { stdout, stderr } = await runPython(makeSandbox(), code);
      const answers = stdout.trim().split('\n');
      const done = misdeeds.filter((_, index) => !answers[index]?.startsWith('refused'));
      assert.deepEqual(
        done.map(({ what }) => what),
        [],
        stdout + stderr,
      );
    });

    it('cannot reach a server on this machine', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      let connections = 0;
      server.on('connection', () => {
        connections += 1;
      });
      const { port } = server.address() as { port: number };
      const code = attempt(`socket.create_connection(("127.0.0.1", ${port}), 3)`);
      const report = await runPython(makeSandbox(), code).finally(() => server.close());
      assert.match(report.stdout, /refused ConnectionRefusedError/);
      assert.equal(connections, 0);
    });

    it('gives an environment of its own, and what the job is to have', async () => {
      process.env.SECRET_FOR_TEST = 'sesame';
      const code = 'import os\nfor name, value in sorted(os.environ.items()): print(f"{name}={value}")';
      const report = await runPython(makeSandbox(), code, { environment: { OMP_NUM_THREADS: '2' } });
      delete process.env.SECRET_FOR_TEST;
      assert.doesNotMatch(report.stdout, /sesame|SECRET/);
      assert.match(report.stdout, /^OMP_NUM_THREADS=2$/m);
      assert.match(report.stdout, /^HOME=\/tmp$/m);
      assert.match(report.stdout, /^MPLCONFIGDIR=\/tmp/m);
    });

    it('shows no other process and no descriptor of ours', async () => {
      const code =
        'import os\nprint(len([p for p in os.listdir("/proc") if p.isdigit()]))\nprint([t for t in (os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{n}")) if not t.startswith(("/dev/null", "socket:", "pipe:", "/proc/"))])';
      const report = await runPython(makeSandbox(), code);
      const [processes, others] = report.stdout.trim().split('\n');
      assert.ok(Number(processes) <= 3, `${processes} processes are seen`);
      assert.equal(others, '[]');
    });

    it('has no capability and cannot gain one', async () => {
      const report = await runPython(makeSandbox(), 'print(open("/proc/self/status").read())');
      assert.match(report.stdout, /^CapPrm:\s+0+$/m);
      assert.match(report.stdout, /^CapEff:\s+0+$/m);
      assert.match(report.stdout, /^NoNewPrivs:\s+1$/m);
    });

    it('follows no link out of the workspace', async () => {
      const prepare = (workspace: string) => symlinkSync(`${project}package.json`, `${workspace}/out`);
      const before = readFileSync(`${project}package.json`, 'utf8');
      const report = await runPython(makeSandbox(), attempt('open("out", "a").write("planted")'), { prepare });
      assert.match(report.stdout, /^refused/);
      assert.equal(readFileSync(`${project}package.json`, 'utf8'), before);
    });
  });
};
