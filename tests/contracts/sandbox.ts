import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sandbox, SandboxReason } from '../../src/ports/sandbox.ts';
import { megabyte, runPython, smallLimits } from '../support/sandbox-job.ts';

type LimitCase = {
  readonly what: string;
  readonly code: string;
  readonly reason: SandboxReason;
  readonly explained: RegExp;
  readonly limits?: Partial<typeof smallLimits>;
};

const limitCases: readonly LimitCase[] = [
  {
    what: 'a fork bomb',
    code: 'import os\nwhile True:\n  try: os.fork()\n  except OSError: pass',
    reason: 'too_many_processes',
    explained: /limit is 40/,
  },
  {
    what: 'endlessly many threads',
    code: 'import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,)).start()',
    reason: 'too_many_processes',
    explained: /processes and threads/,
  },
  {
    what: 'memory taken bit by bit',
    code: 'import time\nkept = []\nwhile True:\n  kept.append(bytearray(8 << 20)); time.sleep(0.005)',
    reason: 'out_of_memory',
    explained: /limit is 300 MB/,
  },
  {
    what: 'memory taken by many processes, each below the limit',
    code: 'import os, time\nfor _ in range(6):\n  if os.fork() == 0: kept = bytearray(80 << 20); time.sleep(60)\ntime.sleep(60)',
    reason: 'out_of_memory',
    explained: /limit is 300 MB/,
  },
  {
    what: 'one allocation far over the limit',
    code: 'bytearray(8 << 30)',
    reason: 'out_of_memory',
    explained: /300 MB.*MemoryError/,
  },
  {
    what: 'an endless loop that ignores SIGTERM and SIGINT',
    code: 'import signal\nfor s in (15, 2, 1): signal.signal(s, signal.SIG_IGN)\nwhile True: pass',
    reason: 'timed_out',
    explained: /after 700 ms/,
    limits: { wallTimeMs: 700 },
  },
  {
    what: 'a sparse checkpoint of 100 GB',
    code: 'open("checkpoint.pt", "wb").truncate(100 << 30)',
    reason: 'file_too_large',
    explained: /limit of 20 MB/,
  },
  {
    what: 'a real checkpoint that grows for ever',
    code: 'f = open("checkpoint.pt", "wb")\nwhile True: f.write(bytes(1 << 20))',
    reason: 'file_too_large',
    explained: /limit of 20 MB/,
  },
  {
    what: 'many files of a size that is allowed',
    code: 'import time\nfor i in range(1000):\n  open(f"part-{i}", "wb").write(bytes(4 << 20)); time.sleep(0.02)',
    reason: 'over_disk_quota',
    explained: /limit is 60 MB/,
  },
  {
    what: 'files removed while they are still open',
    code: 'import os, time\nopen_files = []\nfor i in range(1000):\n  f = open("hidden", "wb"); f.write(bytes(4 << 20)); f.flush(); os.remove("hidden"); open_files.append(f); time.sleep(0.02)',
    reason: 'over_disk_quota',
    explained: /limit is 60 MB/,
  },
  {
    what: 'a quota passed just before the end',
    code: 'for i in range(5): open(f"part-{i}", "wb").write(bytes(15 << 20))',
    reason: 'over_disk_quota',
    explained: /limit is 60 MB/,
  },
  {
    what: 'filling /tmp',
    code: 'for i in range(1000): open(f"/tmp/part-{i}", "wb").write(bytes(4 << 20))',
    reason: 'over_disk_quota',
    explained: /60 MB/,
  },
  {
    what: 'filling /dev/shm',
    code: 'for i in range(1000): open(f"/dev/shm/part-{i}", "wb").write(bytes(4 << 20))',
    reason: 'over_disk_quota',
    explained: /60 MB/,
  },
];

const limitsAreKept = (makeSandbox: () => Sandbox): void => {
  for (const { what, code, reason, explained, limits } of limitCases) {
    it(`contains ${what}: ${reason}`, async () => {
      const report = await runPython(makeSandbox(), code, limits === undefined ? {} : { limits });
      assert.equal(report.reason, reason, `${report.explanation}\n${report.stderr}`);
      assert.match(report.explanation, explained);
      assert.deepEqual(report.survivors, []);
      assert.ok(report.wallTimeMs < 8_000, `took ${report.wallTimeMs} ms`);
      assert.ok(report.peakMemoryBytes < 3 * smallLimits.memoryBytes, `held ${report.peakMemoryBytes} bytes`);
      assert.ok(report.diskBytes < 10 * smallLimits.diskBytes, `took ${report.diskBytes} bytes of disk`);
    });
  }
};

const endingsAreTold = (makeSandbox: () => Sandbox): void => {
  it('completes, and tells what was used', async () => {
    const code =
      'import time\nkept = bytearray(100 << 20)\nopen("result", "wb").write(bytes(1 << 20))\nwhile time.process_time() < 0.4: pass\ntime.sleep(1.5)';
    const report = await runPython(makeSandbox(), code);
    assert.deepEqual([report.reason, report.exitCode, report.signal], ['completed', 0, null]);
    assert.ok(report.peakMemoryBytes > 100 * megabyte && report.peakMemoryBytes < 200 * megabyte);
    assert.ok(report.cpuTimeMs >= 390 && report.cpuTimeMs < 2_000, `${report.cpuTimeMs} ms of processor time`);
    assert.ok(report.diskBytes >= megabyte && report.diskBytes < 2 * megabyte);
    assert.ok(report.wallTimeMs >= 1900);
  });

  it('calls a non-zero exit a crash and keeps its code', async () => {
    const report = await runPython(makeSandbox(), 'import sys; sys.exit(7)');
    assert.deepEqual([report.reason, report.exitCode, report.signal], ['crashed', 7, null]);
    assert.match(report.explanation, /exit code 7/);
  });

  it('calls death by a signal a crash and names the signal', async () => {
    const report = await runPython(makeSandbox(), 'import os; os.kill(os.getpid(), 11)');
    assert.deepEqual([report.reason, report.exitCode, report.signal], ['crashed', null, 'SIGSEGV']);
  });

  it('does not take a caught refusal for a failure', async () => {
    const code = 'try: bytearray(8 << 30)\nexcept MemoryError: print("caught")';
    assert.equal((await runPython(makeSandbox(), code)).reason, 'completed');
  });

  it('cancels within two seconds', async () => {
    const stop = new AbortController();
    const code = 'import time\nprint("begun", flush=True)\ntime.sleep(60)';
    let stoppedAt = 0;
    const onLine = () => {
      stoppedAt = performance.now();
      stop.abort();
    };
    const report = await runPython(makeSandbox(), code, { signal: stop.signal, onLine });
    assert.equal(report.reason, 'cancelled');
    assert.ok(performance.now() - stoppedAt < 2_000);
    assert.deepEqual(report.survivors, []);
  });

  it('does not begin what was cancelled before', async () => {
    const report = await runPython(makeSandbox(), 'print("begun")', { signal: AbortSignal.abort() });
    assert.deepEqual([report.reason, report.stdout], ['cancelled', '']);
  });

  it('ends a grandchild that left for a session of its own', async () => {
    const code = `import os, signal, time
if os.fork() == 0:
  os.setsid()
  if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.close(1); os.close(2)
    open("alive", "w").close()
    time.sleep(60)
  os._exit(0)
while not os.path.exists("alive"): time.sleep(0.01)`;
    const report = await runPython(makeSandbox(), code);
    assert.equal(report.reason, 'completed');
    assert.deepEqual(report.survivors, []);
  });
};

const outputIsKept = (makeSandbox: () => Sandbox): void => {
  it('keeps output in any script, and tells it line by line', async () => {
    const code = 'import sys\nprint("žluťoučký 🐎")\nprint("数据", file=sys.stderr)';
    const report = await runPython(makeSandbox(), code);
    assert.equal(report.stdout, 'žluťoučký 🐎\n');
    assert.equal(report.stderr, '数据\n');
    assert.deepEqual([...report.lines].sort(), ['žluťoučký 🐎', '数据'].sort());
  });

  it('drops a flood, counts it and keeps its end', async () => {
    const code =
      'import sys\nfor i in range(4_000): sys.stdout.write(f"flood {i}\\n" + "x" * 1000 + "\\n")\nprint("the last line")';
    const report = await runPython(makeSandbox(), code);
    assert.equal(report.reason, 'completed');
    assert.ok(report.stdout.length < smallLimits.outputBytes + 200);
    assert.match(report.stdout, /^flood 0\n[\s\S]*bytes of output dropped[\s\S]*the last line\n$/);
    assert.ok(report.droppedOutputBytes > 3_000_000);
    assert.ok(report.lines.length < 10_000);
  });

  it('cuts a line without end', async () => {
    const report = await runPython(makeSandbox(), 'print("x" * 50_000)');
    assert.ok(report.lines.every((line) => line.length <= 8 * 1024 + 1));
    assert.equal(report.stdout.length, 50_001);
  });
};

/** What every adapter of the port must do. Each violation has its own reason and leaves the machine unharmed. */
export const sandboxContract = (name: string, makeSandbox: () => Sandbox): void => {
  describe(`${name}: limits`, () => limitsAreKept(makeSandbox));
  describe(`${name}: endings`, () => endingsAreTold(makeSandbox));
  describe(`${name}: output`, () => outputIsKept(makeSandbox));
};
