import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Compiles the containers' list of allowed system calls (`sandbox/seccomp.json`) to a filter for bubblewrap. Format:
 * classic BPF as in `seccomp(2)`, 8 bytes per instruction.
 */
type Condition = {
  readonly index: number;
  readonly value: number;
  readonly valueTwo: number;
  readonly op: string;
};

type Rule = {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  readonly errnoRet?: number;
  readonly args?: readonly Condition[];
};

type Profile = { readonly syscalls: readonly Rule[] };
/** Name -> number of a system call; names that an architecture lacks are left out. */
export type Numbers = Readonly<Record<string, number>>;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

const load = 0x20;
const and = 0x54;
const jumpIfEqual = 0x15;
const jumpIfGreaterOrEqual = 0x35;
const answer = 0x06;
const allow = 0x7fff0000;
const killProcess = 0x80000000;
const refuse = (errno: number) => 0x00050000 | errno;
const EPERM = 1;
const offset = { call: 0, architecture: 4, firstArgument: 16 };
const argumentBytes = 8;

const audit: Readonly<Record<string, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** Skips the following instructions when the condition is false. Compares the low half of an argument (little endian). */
const test = ({ index, value, valueTwo, op }: Condition, over: number): readonly Instruction[] => {
  const argument: Instruction = [load, 0, 0, offset.firstArgument + index * argumentBytes];
  if (op === 'SCMP_CMP_EQ') return [argument, [jumpIfEqual, 0, over, value]];
  if (op === 'SCMP_CMP_MASKED_EQ') return [argument, [and, 0, 0, value], [jumpIfEqual, 0, over, valueTwo]];
  throw new Error(`sandbox/seccomp.json uses ${op}, which the filter for bubblewrap does not support`);
};

const ruleInstructions = (number: number, { action, errnoRet, args = [] }: Rule): readonly Instruction[] => {
  const verdict: Instruction = [answer, 0, 0, action === 'SCMP_ACT_ALLOW' ? allow : refuse(errnoRet ?? EPERM)];
  const [condition] = args;
  if (condition === undefined) return [[jumpIfEqual, 0, 1, number], verdict];
  if (args.length > 1) throw new Error('sandbox/seccomp.json has a rule with two conditions: only one is supported');
  const tested = [...test(condition, 1), verdict];
  return [[jumpIfEqual, 0, tested.length + 1, number], ...tested, [load, 0, 0, offset.call]];
};

/** `refused`: errno by name of calls that are refused regardless of the profile. */
const compileProfile = (
  { syscalls }: Profile,
  architecture: string,
  numbers: Numbers,
  refused: Readonly<Record<string, number>> = {},
): Buffer => {
  const rules = [
    ...Object.entries(refused).map(
      ([name, errno]): Rule => ({ names: [name], action: 'SCMP_ACT_ERRNO', errnoRet: errno }),
    ),
    ...syscalls,
  ];
  const program: Instruction[] = [
    [load, 0, 0, offset.architecture],
    [jumpIfEqual, 1, 0, audit[architecture] ?? 0],
    [answer, 0, 0, killProcess],
    [load, 0, 0, offset.call],
    // The x32 numbering would bypass the list.
    [jumpIfGreaterOrEqual, 0, 1, 0x40000000],
    [answer, 0, 0, refuse(EPERM)],
    ...rules.flatMap((rule) =>
      rule.names.flatMap((name) => {
        const number = numbers[name];
        return number === undefined ? [] : ruleInstructions(number, rule);
      }),
    ),
    [answer, 0, 0, refuse(EPERM)],
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

const ENOSYS = 38;
const folder = join(import.meta.dirname, '../../../../sandbox');
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/**
 * Returns a box's filter. Without a control group, unmapped memory of anonymous files would not be counted, so the filter
 * refuses such files. Undefined for an architecture without listed call numbers.
 */
export const seccompProgram = (architecture: string, hasMemoryGroup: boolean): Buffer | undefined => {
  const numbers = (read('syscalls.json') as Record<string, Numbers>)[architecture];
  if (numbers === undefined || audit[architecture] === undefined) return undefined;
  const refused: Readonly<Record<string, number>> = hasMemoryGroup ? {} : { memfd_create: ENOSYS };
  return compileProfile(read('seccomp.json') as Profile, architecture, numbers, refused);
};
