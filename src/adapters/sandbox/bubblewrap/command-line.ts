import { dirname } from 'node:path';
import type { SandboxLimits } from '../../../ports/sandbox.ts';
import { dataCeilingBytes, openFilesCeiling, taskCeiling, temporaryBytes } from '../ceilings.ts';
import { cleanEnvironment } from '../environment.ts';
import type { Interpreter } from './interpreter.ts';

/** The workspace's path inside the sandbox. */
export const workspaceInside = '/workspace';

/** File descriptors shared with the box, besides stdin, stdout and stderr. */
export const statusDescriptor = 3;
export const guardDescriptor = 4;
export const seccompDescriptor = 5;

/** A system folder that a job may read: bound, or a link such as /lib -> usr/lib. */
export type SystemFolder = { readonly path: string; readonly linkTo: string | null };

/** A file or folder of this machine that a job may read, and its path inside. */
export type Mount = { readonly from: string; readonly to: string };

export type Box = {
  readonly command: readonly string[];
  readonly workspace: string;
  readonly limits: SandboxLimits;
  readonly environment: Readonly<Record<string, string>>;
  readonly interpreter: Interpreter;
  readonly systemFolders: readonly SystemFolder[];
  readonly mounts: readonly Mount[];
  /** Device files such as /dev/nvidia0. */
  readonly devices: readonly string[];
  /** The user to switch to when we are root; null for an ordinary user, who is mapped in a user namespace instead. */
  readonly userId: number | null;
  readonly seccomp: boolean;
};

/** Waits for one byte before starting the job, so that it never starts when its owner died during set-up. */
const guard = `printf r >&${guardDescriptor}; IFS= read -r go <&${guardDescriptor} || exit 125; exec "$@" ${guardDescriptor}>&-`;

const resourceLimits = (limits: SandboxLimits): string[] => [
  'prlimit',
  `--nproc=${taskCeiling(limits)}`,
  `--fsize=${limits.fileSizeBytes}`,
  `--data=${dataCeilingBytes(limits)}`,
  `--nofile=${openFilesCeiling}`,
  '--core=0',
  '--',
];

const becoming = (userId: number): string[] => [
  'setpriv',
  `--reuid=${userId}`,
  `--regid=${userId}`,
  '--clear-groups',
  '--inh-caps=-all',
  '--bounding-set=-all',
  '--',
];

const identity = (userId: number | null): string[] =>
  userId === null
    ? ['--unshare-user', '--uid', '1000', '--gid', '1000', '--cap-drop', 'ALL']
    : ['--cap-drop', 'ALL', '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP'];

const temporaryFolder = (path: string, limits: SandboxLimits): string[] => [
  ...['--perms', '1777', '--size', String(temporaryBytes(limits)), '--tmpfs', path],
];

const baseEnvironment = (interpreter: Interpreter): Record<string, string> =>
  cleanEnvironment(['/opt/python/bin', dirname(interpreter.executable)]);

const mountPoints = (box: Box): string[] => [
  ...box.systemFolders.map(({ path }) => path),
  ...box.interpreter.folders,
  ...box.mounts.map(({ to }) => to),
  '/opt/python/bin/python',
];

/** Returns parent folders, outermost first, because `bwrap` would create them accessible to root only. */
const foldersAbove = (paths: readonly string[]): string[] => {
  const above = paths.flatMap((path) => {
    const parts = path.split('/').slice(1, -1);
    return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
  });
  return [...new Set(above)].filter((folder) => folder !== '/usr' && folder !== '/tmp').sort();
};

/** Folders below the private home are the job's own to write to. */
const modeOf = (folder: string): string => (folder.startsWith('/tmp/') ? '1777' : '0755');

/** Returns the arguments of `bwrap`, which list everything that a job can access. */
export const boxArguments = (box: Box): string[] => [
  ...['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'],
  ...identity(box.userId),
  ...['--new-session', '--die-with-parent', '--hostname', 'sandbox', '--clearenv'],
  ...Object.entries({ ...baseEnvironment(box.interpreter), ...box.environment }).flatMap(([name, value]) => [
    '--setenv',
    name,
    value,
  ]),
  ...temporaryFolder('/tmp', box.limits),
  ...foldersAbove(mountPoints(box)).flatMap((folder) => ['--perms', modeOf(folder), '--dir', folder]),
  ...box.systemFolders.flatMap(({ path, linkTo }) =>
    linkTo === null ? ['--ro-bind', path, path] : ['--symlink', linkTo, path],
  ),
  ...['--proc', '/proc', '--dev', '/dev'],
  ...box.devices.flatMap((device) => ['--dev-bind-try', device, device]),
  ...temporaryFolder('/dev/shm', box.limits),
  ...box.interpreter.folders.flatMap((folder) => ['--ro-bind', folder, folder]),
  ...box.mounts.flatMap(({ from, to }) => ['--ro-bind', from, to]),
  ...(box.interpreter.virtual ? [] : ['--symlink', box.interpreter.executable, '/opt/python/bin/python']),
  ...['--bind', box.workspace, workspaceInside, '--chdir', '/'],
  ...['--remount-ro', '/dev', '--remount-ro', '/'],
  ...['--json-status-fd', String(statusDescriptor)],
  ...(box.seccomp ? ['--seccomp', String(seccompDescriptor)] : []),
  ...['--', '/bin/sh', '-c', guard, 'sandbox'],
  ...resourceLimits(box.limits),
  ...(box.userId === null ? [] : becoming(box.userId)),
  // Enters the workspace only after switching users: root without capabilities cannot enter a private one.
  ...['env', `--chdir=${workspaceInside}`, '--'],
  ...withInterpreter(box.command, box.interpreter.executable),
];

const withInterpreter = ([program = 'true', ...rest]: readonly string[], executable: string): string[] => [
  program === 'python' || program === 'python3' ? executable : program,
  ...rest,
];
