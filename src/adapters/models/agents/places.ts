import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { CodedError } from '../../../events/outcome.ts';
import { expandTilde, homeFolder } from '../../machine/tilde.ts';
import type { Mount } from '../../sandbox/bubblewrap/command-line.ts';
import type { Agent } from './schema.ts';

/** The home folder inside a box, which is private and in memory. */
const homeInside = '/tmp';
/** The folder of the task, the proxy's socket and the program between them. */
export const folderInside = '/agent';

const programFolders = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Where programs look for the certificates of authorities; none of these folders has a private key. */
const certificates = ['/etc/ssl/certs', '/etc/pki/tls/certs', '/etc/pki/ca-trust/extracted', '/etc/ca-certificates'];

/** The path on this machine; `~/` is the home folder of the person. */
export const outside = (path: string, home = homeFolder()): string => expandTilde(path, home);

/** The path inside a box: what lies in the person's home folder lies in the box's. Other text stays as it is. */
export const inside = (path: string, home = homeFolder()): string => {
  const real = outside(path, home);
  return home !== undefined && real.startsWith(`${home}/`) ? join(homeInside, relative(home, real)) : real;
};

/** The certificates and the agent's program, as they are. */
export const programMounts = ({ programs = [] }: Agent): readonly Mount[] => [
  ...certificates.filter((path) => existsSync(path)).map((path) => ({ from: path, to: path })),
  ...programs.map((path) => ({ from: outside(path), to: inside(path) })),
];

const holds = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
};

const isFound = (program: string): boolean =>
  program.includes('/')
    ? existsSync(outside(program))
    : programFolders.some((folder) => existsSync(join(folder, program)));

/** Why an agent cannot be run; undefined when nothing is missing. */
export const missingFor = (
  name: string,
  { command, configuration = [], programs = [] }: Agent,
): CodedError | undefined => {
  const broken = (why: string) => new CodedError('config.broken', `agent "${name}": ${why}`);
  const home = homeFolder();
  for (const path of [...configuration, ...programs].map((one) => outside(one))) {
    if (!existsSync(path)) return broken(`there is no ${path}`);
    if (home !== undefined && holds(realpathSync(path), home))
      return broken(`${path} would show it the whole home folder`);
  }
  const [program = ''] = command;
  if (isFound(program)) return undefined;
  return new CodedError(
    'setup.missing',
    program.includes('/')
      ? `agent "${name}": there is no program ${program}`
      : `agent "${name}": ${programFolders.join(', ')} have no program ${program}; install it there, or give its whole path in "command" and its folder in "programs"`,
  );
};
