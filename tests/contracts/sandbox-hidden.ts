import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sandbox, SandboxReason } from '../../src/ports/sandbox.ts';
import { runPython } from '../support/sandbox-job.ts';

type Attack = {
  readonly what: string;
  readonly code: string;
  /** How the job may end; `completed` stands for a refusal that the code has printed. */
  readonly reasons: readonly SandboxReason[];
  /** Only if the sandbox has a control group, because no process shows this memory. */
  readonly needsGroup?: boolean;
};

const prelude = `import ctypes, mmap, os, socket, time
megabyte = 1 << 20
def refused(error):
  print("refused", error); raise SystemExit(0)
`;

const attacks: readonly Attack[] = [
  {
    what: 'memory in anonymous files that nothing maps',
    code: `held = []
try:
  for _ in range(60):
    file = os.memfd_create("hidden"); held.append(file)
    for _ in range(10): os.write(file, bytes(megabyte))
except OSError as error: refused(error)
time.sleep(5)`,
    reasons: ['out_of_memory', 'completed'],
  },
  {
    what: 'shared mappings whose pages are given back',
    code: `held = []
for _ in range(60):
  area = mmap.mmap(-1, 10 * megabyte, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS); held.append(area)
  for at in range(0, 10 * megabyte, 4096): area[at] = 1
  area.madvise(mmap.MADV_DONTNEED)
time.sleep(5)`,
    reasons: ['out_of_memory'],
    needsGroup: true,
  },
  {
    what: 'buffers of sockets',
    code: `held = []
try:
  for _ in range(1900):
    pair = socket.socketpair(); held.append(pair)
    for end in pair:
      end.setblocking(False)
      try:
        while True: end.send(bytes(65536))
      except BlockingIOError: pass
except OSError as error: refused(error)
time.sleep(5)`,
    reasons: ['out_of_memory'],
    needsGroup: true,
  },
  {
    what: 'disk in removed files whose descriptors are in flight',
    code: `one, other = socket.socketpair()
for i in range(12):
  with open(f"f{i}", "wb") as file:
    file.write(bytes(15 * megabyte)); file.flush(); os.unlink(f"f{i}")
    socket.send_fds(one, [b"x"], [file.fileno()])
time.sleep(5)`,
    reasons: ['over_disk_quota'],
  },
  {
    what: 'disk by fallocate of many files at once',
    code: `libc = ctypes.CDLL(None, use_errno=True)
libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long]
for i in range(50):
  if libc.fallocate(os.open(f"f{i}", os.O_CREAT | os.O_RDWR), 0, 0, 19 * megabyte) < 0: refused(ctypes.get_errno())
time.sleep(5)`,
    reasons: ['completed'],
  },
  {
    what: 'a socket to the hypervisor',
    code: `try: socket.socket(40, socket.SOCK_STREAM)
except OSError as error: refused(error)`,
    reasons: ['completed'],
  },
  {
    what: 'sockets of the kernel’s cryptography',
    code: `try: socket.socket(38, socket.SOCK_SEQPACKET)
except OSError as error: refused(error)`,
    reasons: ['completed'],
  },
];

/** `hasGroup`: whether the sandbox can create a control group, which counts memory that no process shows. */
export const sandboxHidden = (name: string, makeSandbox: () => Sandbox, hasGroup: boolean): void => {
  describe(`what no folder and no process shows: ${name}`, () => {
    for (const { what, code, reasons, needsGroup = false } of attacks) {
      const skip = needsGroup && !hasGroup && 'this machine lets us make no control group: see sandbox/README.md';
      it(`holds ${what}`, { skip }, async () => {
        const report = await runPython(makeSandbox(), prelude + code);
        assert.ok(reasons.includes(report.reason), `${report.reason}: ${report.explanation} ${report.stderr}`);
        if (report.reason === 'completed') assert.match(report.stdout, /^refused/);
      });
    }
  });
};
