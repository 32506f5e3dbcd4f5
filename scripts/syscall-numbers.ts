import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes sandbox/syscalls.json: the numbers of the kernel calls that sandbox/seccomp.json names, from the kernel's own
 * headers (Debian: linux-libc-dev). Run it after changing that list.
 */
const headers = { x64: '/usr/include/x86_64-linux-gnu/asm/unistd_64.h', arm64: '/usr/include/asm-generic/unistd.h' };
const folder = join(import.meta.dirname, '../sandbox');

type Profile = { readonly syscalls: readonly { readonly names: readonly string[] }[] };
const profile = JSON.parse(readFileSync(join(folder, 'seccomp.json'), 'utf8')) as Profile;
const names = [...new Set(profile.syscalls.flatMap((rule) => rule.names))].sort();

/** Calls newer than Debian 12's headers; such calls have the same number on all architectures. */
const recent: Readonly<Record<string, number>> = { fchmodat2: 452 };

/** Lines such as `__NR_read 0`; the generic 64-bit table also has `__NR_fcntl __NR3264_fcntl`, with `__NR3264_fcntl 25`. */
const numbersIn = (header: string): Record<string, number> => {
  const text = readFileSync(header, 'utf8');
  const defined = new Map(
    [...text.matchAll(/^#define (__NR\w+)\s+(\w+)/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = defined.get(`__NR_${name}`) ?? '';
      const number = recent[name] ?? Number.parseInt(defined.get(value) ?? value, 10);
      return Number.isInteger(number) ? [[name, number]] : [];
    }),
  );
};

const tables = Object.fromEntries(Object.entries(headers).map(([machine, header]) => [machine, numbersIn(header)]));
writeFileSync(join(folder, 'syscalls.json'), `${JSON.stringify(tables, null, 2)}\n`);
