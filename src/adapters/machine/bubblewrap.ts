import type { Requirement } from '../../ports/requirement.ts';
import { createMemoryGroup } from '../sandbox/bubblewrap/memory-group.ts';
import { seccompProgram } from '../sandbox/bubblewrap/seccomp.ts';
import { findProgram, lastLine, runCommand } from './command.ts';
import { installPackages, type Packages, remedyOf } from './packages.ts';

const packages: Packages = { apt: ['bubblewrap'], brew: [], aboutSeconds: 5 };

/** Runs a no-op program with the namespaces and mounts that an experiment's sandbox uses. */
const trial = ['--ro-bind', '/', '/', '--unshare-all', '--die-with-parent', '--proc', '/proc', '--dev', '/dev', 'true'];

/** Describes which protections of sandbox/README.md are available on this machine. */
const walls = (): string => {
  const group = createMemoryGroup(1024 ** 3, 0);
  group?.remove();
  const memory = group === undefined ? 'memory limit by polling' : 'memory limit by control group';
  return `${memory}, ${seccompProgram(process.arch, true) === undefined ? 'no seccomp filter' : 'seccomp filter'}`;
};

export const bubblewrapRequirement: Requirement = {
  name: 'bubblewrap',
  purpose: 'isolates experiments from the machine',
  find: async () => {
    const path = await findProgram('bwrap');
    if (path === undefined) return { found: false, problem: 'there is no bwrap on PATH', remedy: remedyOf(packages) };
    const [version, result] = await Promise.all([runCommand(path, ['--version']), runCommand(path, trial)]);
    if (result.exitCode === 0)
      return { found: true, version: `${version.stdout.replace(/^\D*/, '').trim()}, ${walls()}`, path };
    return {
      found: false,
      problem: `bwrap cannot make a sandbox: ${lastLine(result.stderr)}`,
      remedy:
        'allow unprivileged user namespaces: "sudo sysctl -w kernel.unprivileged_userns_clone=1", on Ubuntu also "kernel.apparmor_restrict_unprivileged_userns=0"',
    };
  },
  install: async (onLine) => {
    if ((await findProgram('bwrap')) === undefined) await installPackages(packages, onLine);
  },
};
