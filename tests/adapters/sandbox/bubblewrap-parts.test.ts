import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { projectRoot } from '../../../src/adapters/machine/home.ts';
import { type Box, boxArguments } from '../../../src/adapters/sandbox/bubblewrap/command-line.ts';
import { proportionalBytes, residentBytes } from '../../../src/adapters/sandbox/bubblewrap/memory.ts';
import { familyOf, parseStat } from '../../../src/adapters/sandbox/bubblewrap/processes.ts';
import { type Numbers, seccompProgram } from '../../../src/adapters/sandbox/bubblewrap/seccomp.ts';
import { dataCeilingBytes, taskCeiling } from '../../../src/adapters/sandbox/ceilings.ts';
import { classify, type Ending } from '../../../src/adapters/sandbox/classify.ts';
import { describeBytes, describeDuration } from '../../../src/adapters/sandbox/describe.ts';
import { keepOutput } from '../../../src/adapters/sandbox/output.ts';
import { smallLimits } from '../../support/sandbox-job.ts';

const box: Box = {
  command: ['python', 'experiment.py', '--out_dir=run_1'],
  workspace: '/data/workspace',
  limits: smallLimits,
  environment: { OMP_NUM_THREADS: '2', HOME: '/elsewhere' },
  interpreter: { executable: '/srv/env/bin/python', virtual: true, folders: ['/srv/env'] },
  systemFolders: [
    { path: '/usr', linkTo: null },
    { path: '/lib', linkTo: 'usr/lib' },
    { path: '/etc/fonts', linkTo: null },
  ],
  devices: [],
  mounts: [],
  userId: 1_900_000_000,
  seccomp: true,
};

/** The values that follow an option, one list per occurrence. */
const valuesOf = (args: readonly string[], option: string, count: number): string[][] =>
  args.flatMap((arg, index) => (arg === option ? [args.slice(index + 1, index + 1 + count)] : []));

/** Runs a filter as the kernel does, for the classic BPF instructions that it uses. */
const verdict = (program: Buffer, call: number, firstArgument = 0, architecture = 0xc000003e): string => {
  const loaded: Readonly<Record<number, number>> = { 0: call, 4: architecture, 16: firstArgument };
  let accumulator = 0;
  for (let at = 0; at < program.length; at += 8) {
    const [code, ifTrue, ifFalse] = [program.readUInt16LE(at), program.readUInt8(at + 2), program.readUInt8(at + 3)];
    const value = program.readUInt32LE(at + 4);
    if (code === 0x20) accumulator = loaded[value] ?? 0;
    else if (code === 0x54) accumulator = (accumulator & value) >>> 0;
    else if (code === 0x15) at += 8 * (accumulator === value ? ifTrue : ifFalse);
    else if (code === 0x35) at += 8 * (accumulator >= value ? ifTrue : ifFalse);
    else if (value === 0x7fff0000) return 'allowed';
    else return value === 0x80000000 ? 'killed' : `errno ${value & 0xffff}`;
  }
  return 'ran over the end';
};

describe('the command line of the box', () => {
  const args = boxArguments(box);

  it('binds nothing but the workspace for writing', () => {
    assert.deepEqual(valuesOf(args, '--bind', 2), [['/data/workspace', '/workspace']]);
    assert.deepEqual(valuesOf(args, '--dev-bind', 2), []);
    assert.deepEqual(
      valuesOf(args, '--ro-bind', 2).map(([source]) => source),
      ['/usr', '/etc/fonts', '/srv/env'],
    );
    assert.deepEqual(valuesOf(args, '--remount-ro', 1), [['/dev'], ['/']]);
  });

  it('shares no namespace and dies with us', () => {
    for (const name of ['ipc', 'pid', 'net', 'uts', 'cgroup-try']) assert.ok(args.includes(`--unshare-${name}`));
    for (const option of ['--new-session', '--die-with-parent', '--clearenv']) assert.ok(args.includes(option));
    assert.ok(!args.includes('--share-net'));
  });

  it('makes folders above a mount readable before it is made', () => {
    assert.ok(args.indexOf('/srv') > 0 && args.indexOf('/srv') < args.indexOf('/srv/env'));
    assert.ok(valuesOf(args, '--perms', 3).some((words) => words.join(' ') === '0755 --dir /srv'));
  });

  it('lets the job have the last word on its environment', () => {
    const homes = valuesOf(args, '--setenv', 2).filter(([name]) => name === 'HOME');
    assert.deepEqual(homes, [['HOME', '/elsewhere']]);
  });

  it('runs the interpreter that python means, under hard limits, as another user', () => {
    const job = args.slice(args.indexOf('prlimit'));
    assert.deepEqual(job, [
      'prlimit',
      `--nproc=${taskCeiling(smallLimits)}`,
      `--fsize=${smallLimits.fileSizeBytes}`,
      `--data=${dataCeilingBytes(smallLimits)}`,
      ...['--nofile=4096', '--core=0', '--'],
      ...['setpriv', '--reuid=1900000000', '--regid=1900000000', '--clear-groups'],
      ...['--inh-caps=-all', '--bounding-set=-all', '--'],
      ...['env', '--chdir=/workspace', '--'],
      ...['/srv/env/bin/python', 'experiment.py', '--out_dir=run_1'],
    ]);
    assert.ok(!args.includes('--unshare-user'));
  });

  it('uses a user namespace for an ordinary user, who changes to no other', () => {
    const ordinary = boxArguments({ ...box, userId: null, seccomp: false });
    assert.ok(ordinary.includes('--unshare-user'));
    assert.ok(!ordinary.includes('setpriv') && !ordinary.includes('--cap-add') && !ordinary.includes('--seccomp'));
  });
});

const ending = (changes: Partial<Ending>): Ending => ({
  breach: undefined,
  status: 1,
  stderrTail: '',
  largestFileBytes: 0,
  limits: smallLimits,
  ...changes,
});

const endings: readonly [what: string, Partial<Ending>, string][] = [
  ['an end with 0', { status: 0, stderrTail: 'MemoryError' }, 'completed 0 null'],
  ['an end with 3', { status: 3 }, 'crashed 3 null'],
  ['an end by SIGABRT', { status: 134 }, 'crashed null SIGABRT'],
  ['a status that is no signal', { status: 255 }, 'crashed 255 null'],
  ['SIGXFSZ', { status: 153 }, 'file_too_large null SIGXFSZ'],
  ['SIGKILL from itself', { status: 137 }, 'crashed null SIGKILL'],
  ['SIGKILL by the kernel', { status: 137, memoryKill: 'by the machine' }, 'out_of_memory null SIGKILL'],
  ['a process killed at the limit', { status: 1, memoryKill: 'at the limit' }, 'out_of_memory 1 null'],
  ['an exit while others lack memory', { status: 1, memoryKill: 'by the machine' }, 'crashed 1 null'],
  ['a breach', { status: 0, breach: { reason: 'timed_out', explanation: '' } }, 'timed_out null SIGKILL'],
  ['a MemoryError', { stderrTail: 'Traceback\nMemoryError\n' }, 'out_of_memory 1 null'],
  [
    'an allocation of torch',
    {
      stderrTail:
        "RuntimeError: [enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes.",
    },
    'out_of_memory 1 null',
  ],
  ['a GPU without memory', { stderrTail: 'torch.OutOfMemoryError: CUDA out of memory.' }, 'out_of_memory 1 null'],
  ['EFBIG', { stderrTail: 'OSError: [Errno 27] File too large' }, 'file_too_large 1 null'],
  [
    'a failed checkpoint of torch',
    {
      stderrTail: 'RuntimeError: PytorchStreamWriter failed writing file data/0',
      largestFileBytes: smallLimits.fileSizeBytes,
    },
    'file_too_large 1 null',
  ],
  ['ENOSPC', { stderrTail: 'OSError: [Errno 28] No space left on device' }, 'over_disk_quota 1 null'],
  ['a refused thread', { stderrTail: "RuntimeError: can't start new thread" }, 'too_many_processes 1 null'],
  ['an ordinary failure', { stderrTail: 'ValueError: out of range' }, 'crashed 1 null'],
];

describe('why a job ended', () => {
  for (const [what, changes, verdict] of endings) {
    it(`${what}: ${verdict.split(' ')[0]}`, () => {
      const { reason, exitCode, signal } = classify(ending(changes));
      assert.equal(`${reason} ${exitCode} ${signal}`, verdict);
    });
  }
});

describe('output', () => {
  const keep = (limitBytes: number, chunks: readonly Buffer[]) => {
    const lines: string[] = [];
    const output = keepOutput(limitBytes, (line) => lines.push(line));
    for (const chunk of chunks) output.write(chunk);
    output.end();
    return { lines, text: output.text(), dropped: output.droppedBytes() };
  };

  it('joins a character that came in two pieces', () => {
    const bytes = Buffer.from('é\nü');
    assert.deepEqual(keep(100, [bytes.subarray(0, 1), bytes.subarray(1)]).lines, ['é', 'ü']);
  });

  it('takes a carriage return for the end of a line, alone or before a newline', () => {
    assert.deepEqual(keep(100, [Buffer.from('10%\r20%\r'), Buffer.from('\nend')]).lines, ['10%', '20%', 'end']);
  });

  it('keeps all that fits, byte for byte', () => {
    assert.deepEqual(keep(10, [Buffer.from('01234'), Buffer.from('56789')]), {
      ...{ lines: ['0123456789'], text: '0123456789', dropped: 0 },
    });
  });

  it('keeps beginning and end of what does not', () => {
    const { text, dropped } = keep(10, [
      Buffer.from(`begin${'-'.repeat(200_000)}`),
      Buffer.from('-'),
      Buffer.from('the-end'),
    ]);
    assert.equal(dropped, 200_003);
    assert.equal(text, 'begin\n[... 200003 bytes of output dropped ...]\ne-end');
  });
});

describe('accounting', () => {
  it('reads a process whose name tries to look like fields', () => {
    const text = '42 (a) R 1 (b) S 7 42 42 0 -1 0 0 0 0 0 11 12 13 14 20 0 3 0 999 1000 250 18446744073709551615';
    assert.deepEqual(parseStat(text), {
      ...{ id: 42, state: 'S', parentId: 7, cpuTicks: 50, threads: 3, startTicks: 999, residentPages: 250 },
    });
  });

  it('finds all below a process and nobody else', () => {
    const sample = (id: number, parentId: number) => ({
      ...{ id, parentId, state: 'S', cpuTicks: 0, threads: 1, startTicks: 0, residentPages: 0 },
    });
    const family = familyOf(10, [sample(1, 0), sample(12, 11), sample(10, 1), sample(11, 10), sample(20, 1)]);
    assert.deepEqual(family.map(({ id }) => id).sort(), [10, 11, 12]);
  });

  it('counts shared pages once and temporary files always', () => {
    const family = familyOf(process.pid);
    const shared = proportionalBytes(family, 0);
    assert.ok(shared > 10_000_000 && shared <= residentBytes(family) * 1.1);
    assert.ok(proportionalBytes(family, 1e9) - shared > 0.9e9);
  });

  it('names sizes and times for people', () => {
    assert.deepEqual([0, 1023, 1536, 300 * 2 ** 20, 2 ** 44].map(describeBytes), [
      '0 B',
      '1023 B',
      '1.5 KB',
      '300 MB',
      '16 TB',
    ]);
    assert.deepEqual([700, 1500, 7_200_000].map(describeDuration), ['700 ms', '1.5 s', '7200 s']);
  });

  it('writes a filter only for processors it knows', () => {
    assert.equal(seccompProgram('mips', true), undefined);
  });

  it('allows and refuses the calls that the containers\u2019 list does', () => {
    const { x64 } = JSON.parse(readFileSync(`${projectRoot}/sandbox/syscalls.json`, 'utf8')) as { x64: Numbers };
    const ask = (name: string, first = 0, hasMemoryGroup = true): string =>
      verdict(seccompProgram('x64', hasMemoryGroup) ?? Buffer.alloc(0), x64[name] ?? 165, first);
    assert.deepEqual(
      [ask('read'), ask('mount'), ask('clone3'), ask('fallocate')],
      ['allowed', 'errno 1', 'errno 38', 'errno 95'],
    );
    assert.deepEqual(
      [1, 2, 10, 16, 17, 38, 40].map((family) => ask('socket', family)),
      [...['allowed', 'allowed', 'allowed', 'allowed'], ...['errno 1', 'errno 1', 'errno 1']],
    );
    const newUserNamespace = 0x10000000;
    assert.deepEqual([ask('clone', 0x11), ask('clone', newUserNamespace | 0x11)], ['allowed', 'errno 1']);
    assert.deepEqual([ask('memfd_create'), ask('memfd_create', 0, false)], ['allowed', 'errno 38']);
  });

  it('ends what calls by another numbering', () => {
    const program = seccompProgram('x64', true) ?? Buffer.alloc(0);
    assert.equal(verdict(program, 0, 0, 0x40000003), 'killed');
    assert.equal(verdict(program, 0x40000000), 'errno 1');
  });
});
