import assert from 'node:assert/strict';
import { readdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import type { Sandbox, SandboxReason } from '../../src/ports/sandbox.ts';
import { megabyte, runPython, smallLimits } from '../support/sandbox-job.ts';

type Incident = {
  readonly what: string;
  readonly code: string;
  readonly reason: SandboxReason;
  readonly explained: RegExp;
  readonly limits?: Partial<typeof smallLimits>;
};

/** Incidents in the paper's own runs without a sandbox: Lu et al. (arXiv 2408.06292), section on safe code execution. */
const incidents: readonly Incident[] = [
  {
    what: 'a script that starts itself again and again',
    code: `import subprocess, sys, time
while True:
  subprocess.Popen([sys.executable, "-c", open("/proc/self/cmdline").read().split("\\0")[2], *sys.argv[1:]]); time.sleep(0.05)`,
    reason: 'too_many_processes',
    explained: /limit is 40/,
  },
  {
    what: 'a checkpoint at every step, until the disk is full',
    code: `step = 0
while True:
  step += 1
  with open(f"checkpoint_{step}.pt", "wb") as file: file.write(bytes(3 << 20))`,
    reason: 'over_disk_quota',
    explained: /limit is 60 MB/,
  },
  {
    what: 'code that raises its own time limit',
    code: `import resource, signal, time
TIMEOUT = 7200 * 100
signal.alarm(TIMEOUT)
for limit in (resource.RLIMIT_CPU, resource.RLIMIT_NPROC):
  try: resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
  except (ValueError, OSError): pass
begun = time.time()
while time.time() - begun < TIMEOUT: pass`,
    reason: 'timed_out',
    explained: /after 1\.5 s/,
    limits: { wallTimeMs: 1500 },
  },
  {
    what: 'an unfamiliar package, fetched when it is not there',
    code: `import subprocess, sys
try: import an_unfamiliar_package
except ImportError:
  subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--retries", "0", "an_unfamiliar_package"])
  import an_unfamiliar_package`,
    reason: 'crashed',
    explained: /exit code 1/,
  },
];

const processCount = (): number => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
const freeBytes = (): number => {
  const { bavail, bsize } = statfsSync(tmpdir());
  return bavail * bsize;
};

const host = `import os, ctypes, platform, socket, stat
libc = ctypes.CDLL(None, use_errno=True)
x86 = platform.machine() == "x86_64"
def call(x64, arm64, *args):
  assert libc.syscall(x64 if x86 else arm64, *args) >= 0, os.strerror(ctypes.get_errno())
`;

/** Each must raise an error. The numbers are system calls, on x86-64 and on ARM. */
const escapes: readonly { readonly what: string; readonly statement: string }[] = [
  { what: 'unmounting', statement: 'assert libc.umount2(b"/proc", 2) == 0' },
  { what: 'another root', statement: 'os.chroot("/tmp")' },
  { what: 'a kernel trigger in /proc', statement: 'open("/proc/sysrq-trigger", "w").write("b")' },
  { what: 'a kernel setting in /proc', statement: 'open("/proc/sys/kernel/core_pattern", "w").write("|/tmp/x")' },
  { what: 'a host name', statement: 'socket.sethostname("owned")' },
  { what: 'writing below /sys', statement: 'open("/sys/kernel/mm/transparent_hugepage/enabled", "w").write("never")' },
  {
    what: 'a way out by control groups',
    statement: 'os.makedirs("/sys/fs/cgroup/memory/x"); os.makedirs("/sys/fs/cgroup/x")',
  },
  { what: 'a raw socket', statement: 'socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)' },
  { what: 'a packet socket', statement: 'socket.socket(socket.AF_PACKET, socket.SOCK_RAW)' },
  { what: 'tracing its first process', statement: 'assert libc.ptrace(16, 1, 0, 0) == 0' },
  { what: 'tracing at all', statement: 'assert libc.ptrace(0, 0, 0, 0) == 0' },
  { what: 'a mount namespace', statement: 'assert libc.unshare(0x00020000) == 0' },
  { what: 'entering a namespace', statement: 'assert libc.setns(os.open("/proc/1/ns/mnt", 0), 0) == 0' },
  { what: 'a group it is not in', statement: 'os.setgroups([0])' },
  { what: 'a block device', statement: 'os.mknod("disk", 0o600 | stat.S_IFBLK, os.makedev(8, 0)); open("disk", "rb")' },
  {
    what: 'a character device',
    statement: 'os.mknod("memory", 0o600 | stat.S_IFCHR, os.makedev(1, 1)); open("memory", "rb")',
  },
  { what: 'giving a file away', statement: 'open("x", "w"); os.chown("x", 0, 0); assert os.stat("x").st_uid == 0' },
  {
    what: 'the socket of a container engine',
    statement:
      'next(p for p in ("/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock") if os.path.exists(p))',
  },
  { what: 'file handles', statement: 'call(304, 265, -100, 0, 0)' },
  { what: 'programs in the kernel', statement: 'call(321, 280, 0, 0, 0)' },
  { what: 'keys of the kernel', statement: 'call(250, 219, 0, -3, 1)' },
  { what: 'rings of the kernel', statement: 'call(425, 425, 1, ctypes.create_string_buffer(256))' },
  { what: 'a module of the kernel', statement: 'call(175, 105, 0, 0, b"")' },
  { what: 'the clock', statement: 'import time; time.clock_settime(time.CLOCK_REALTIME, 0)' },
  { what: 'restarting', statement: 'call(169, 142, 0xfee1dead, 672274793, 0, 0)' },
];

const attempt = ({ statement }: (typeof escapes)[number]): string =>
  `try:\n  ${statement}\n  print("done")\nexcept BaseException as error: print("refused", type(error).__name__)`;

/** The paper's incidents and known sandbox escapes: each is refused and leaves the machine unchanged. */
export const sandboxEscapes = (name: string, makeSandbox: () => Sandbox): void => {
  describe(`${name}: the paper's incidents`, () => {
    for (const { what, code, reason, explained, limits } of incidents) {
      it(`contains ${what}: ${reason}`, async () => {
        const before = { processes: processCount(), free: freeBytes() };
        const report = await runPython(makeSandbox(), code, limits === undefined ? {} : { limits });
        assert.equal(report.reason, reason, `${report.explanation}\n${report.stderr.slice(-2000)}`);
        assert.match(report.explanation, explained);
        assert.deepEqual(report.survivors, []);
        assert.ok(report.wallTimeMs < 15_000, `took ${report.wallTimeMs} ms`);
        assert.ok(processCount() < before.processes + 40, 'the machine has many more processes than before');
        assert.ok(before.free - freeBytes() < 2_000 * megabyte, 'the machine has much less disk than before');
      });
    }
  });

  describe(`${name}: escapes`, () => {
    it('refuses every one', async () => {
      const code = `${host}${escapes.map(attempt).join('\n')}`;
      const { stdout, stderr } = await runPython(makeSandbox(), code);
      const answers = stdout.trim().split('\n');
      const done = escapes.filter((_, index) => !answers[index]?.startsWith('refused'));
      assert.deepEqual(
        done.map(({ what }) => what),
        [],
        stdout + stderr,
      );
    });

    it('gives no capability in any set, and groups of nobody', async () => {
      const { stdout } = await runPython(makeSandbox(), 'print(open("/proc/self/status").read())');
      for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'])
        assert.match(stdout, new RegExp(`^Cap${set}:\\s+0+$`, 'm'));
      assert.match(stdout, /^Seccomp:\s+2$/m);
      assert.doesNotMatch(stdout, /^(Uid|Gid):.*\b0\b/m);
    });

    it('lets nothing gain rights by a set-user-id bit', async () => {
      const code = `import os, subprocess
found = []
for folder in ("/usr/bin", "/bin", "/usr/sbin"):
  found += [e.path for e in os.scandir(folder) if e.is_file(follow_symlinks=False) and e.stat(follow_symlinks=False).st_mode & 0o4000]
open("id.py", "w").write("#!/usr/bin/python3\\nimport os; print(os.geteuid() == os.getuid() != 0)")
os.chmod("id.py", 0o6755)
print(subprocess.run(["./id.py"], capture_output=True, text=True).stdout.strip(), len(found))`;
      assert.match((await runPython(makeSandbox(), code)).stdout, /^True \d+$/m);
    });

    it('ends what is left of a job that forks away and ignores every signal', async () => {
      const code = `import os, signal, time
for number in range(1, 32):
  try: signal.signal(number, signal.SIG_IGN)
  except (OSError, ValueError): pass
for _ in range(8):
  if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
      while True: time.sleep(1)
    os._exit(0)
print("begun", flush=True)
time.sleep(60)`;
      const stop = new AbortController();
      const report = await runPython(makeSandbox(), code, { signal: stop.signal, onLine: () => stop.abort() });
      assert.equal(report.reason, 'cancelled');
      assert.deepEqual(report.survivors, []);
    });

    it('stands a job that fills its output for ever', async () => {
      const code = 'import os\nwhile True: os.write(1, b"x" * 65536); os.write(2, b"y" * 65536)';
      const report = await runPython(makeSandbox(), code, { limits: { wallTimeMs: 3000 } });
      assert.equal(report.reason, 'timed_out');
      assert.ok(report.stdout.length <= smallLimits.outputBytes + 100 && report.droppedOutputBytes > megabyte);
    });

    it('stands a job that makes files without number', async () => {
      const code = 'import os\nfor i in range(100_000):\n  open(f"file-{i}", "w").close()';
      const report = await runPython(makeSandbox(), code, { limits: { diskBytes: 10 * megabyte, wallTimeMs: 60_000 } });
      assert.equal(report.reason, 'over_disk_quota', report.explanation);
    });

    it('stands many fork bombs at once', async () => {
      const bomb = 'import os\nwhile True:\n  try: os.fork()\n  except OSError: pass';
      const reports = await Promise.all(
        [1, 2, 3].map(() => runPython(makeSandbox(), bomb, { limits: { processes: 16 } })),
      );
      for (const { reason, survivors } of reports) {
        assert.equal(reason, 'too_many_processes');
        assert.deepEqual(survivors, []);
      }
    });
  });
};
