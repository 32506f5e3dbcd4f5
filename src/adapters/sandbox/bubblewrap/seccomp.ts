/**
 * A filter for the kernel calls that an experiment never needs and that exploits do: new user namespaces, mounts,
 * tracing, kernel keys, BPF, io_uring. Format: classic BPF as `seccomp(2)` takes it, 8 bytes an instruction.
 */
const newUserNamespace = 0x10000000;
const load = 0x20;
const jumpIfEqual = 0x15;
const jumpIfGreaterOrEqual = 0x35;
const jumpIfBitSet = 0x45;
const answer = 0x06;
const allow = 0x7fff0000;
const killProcess = 0x80000000;
const refuse = (errno: number) => 0x00050000 | errno;
const EPERM = 1;
const ENOSYS = 38;
const offset = { call: 0, architecture: 4, firstArgument: 16 };

type Machine = {
  readonly audit: number;
  readonly clone: number;
  readonly clone3: number;
  readonly unshare: number;
  readonly refused: readonly number[];
};

/** Call numbers from the kernel's tables; in `refused`: setns, mount, ptrace, add_key, request_key, keyctl, bpf,
 * perf_event_open, userfaultfd, open_by_handle_at, shmget, io_uring_setup, fsopen, move_mount. */
const machines: Partial<Record<string, Machine>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    clone3: 435,
    unshare: 272,
    refused: [308, 165, 101, 248, 249, 250, 321, 298, 323, 304, 29, 425, 430, 429],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    clone3: 435,
    unshare: 97,
    refused: [268, 40, 117, 217, 218, 219, 280, 241, 282, 265, 194, 425, 430, 429],
  },
};

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

const isCall = (call: number, then: readonly Instruction[]): Instruction[] => [
  [jumpIfEqual, 0, then.length, call],
  ...then,
];

const refuseNamespace = (call: number): Instruction[] =>
  isCall(call, [
    [load, 0, 0, offset.firstArgument],
    [jumpIfBitSet, 0, 1, newUserNamespace],
    [answer, 0, 0, refuse(EPERM)],
    [answer, 0, 0, allow],
  ]);

/** Undefined for a processor whose call numbers are not listed: the sandbox then runs without a filter. */
export const seccompProgram = (architecture: string): Buffer | undefined => {
  const machine = machines[architecture];
  if (machine === undefined) return undefined;
  const program: Instruction[] = [
    [load, 0, 0, offset.architecture],
    [jumpIfEqual, 1, 0, machine.audit],
    [answer, 0, 0, killProcess],
    [load, 0, 0, offset.call],
    // The x32 numbering would be a way round the list.
    [jumpIfGreaterOrEqual, 0, 1, 0x40000000],
    [answer, 0, 0, refuse(EPERM)],
    // Its flags lie in memory, where a filter cannot look; the C library then falls back to clone.
    ...isCall(machine.clone3, [[answer, 0, 0, refuse(ENOSYS)]]),
    ...refuseNamespace(machine.clone),
    ...refuseNamespace(machine.unshare),
    ...machine.refused.flatMap((call) => isCall(call, [[answer, 0, 0, refuse(EPERM)]])),
    [answer, 0, 0, allow],
  ];
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  });
  return bytes;
};
