import { CodedError } from '../../events/outcome.ts';
import { aptProgress } from './apt-progress.ts';
import { type CommandResult, findProgram, lastLine, runCommand } from './command.ts';

export const hasApt = async (): Promise<boolean> => (await findProgram('apt-get')) !== undefined;

export const aptCommand = (packages: readonly string[]): string =>
  `apt-get install --no-install-recommends ${packages.join(' ')}`;

/** Returns the prefix that runs a command as root: empty, or sudo when it needs no password. */
const rootPrefix = async (packages: readonly string[], userId: number | undefined): Promise<readonly string[]> => {
  if (userId === 0) return [];
  const sudo = await findProgram('sudo');
  if (sudo !== undefined && (await runCommand(sudo, ['-n', 'true'])).exitCode === 0) return [sudo, '-n'];
  throw new CodedError(
    'setup.needs_root',
    `installing needs root: run "sudo ${aptCommand(packages)}", then set up again`,
    { details: { packages } },
  );
};

/**
 * Passes a copy of standard output for the status: sudo closes every file descriptor but the first three, and apt closes
 * the given descriptor before it runs dpkg, whose install scripts fail without standard output.
 */
const withStatus = 'exec apt-get "$@" 9>&1';

const quiet = ['-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];
const timeoutMs = 30 * 60_000;

/** Finds the first cause: a package that dpkg failed on, otherwise apt's own error line. */
const causeIn = ({ stdout, stderr, exitCode }: CommandResult): string => {
  const broken = /^pmerror:([^:]+)(?::[a-z0-9]+)?:[\d.]+:(.+)$/m.exec(stdout);
  if (broken !== null) return `${broken[1]}: ${broken[2]}`;
  return (/^E: (.+)$/m.exec(stderr)?.[1] ?? lastLine(stderr)) || `exit code ${exitCode}`;
};

/**
 * Installs Debian packages without their recommendations. Fetches the package lists only when the first try fails.
 * Throws setup.needs_root or setup.apt_failed.
 */
export const installWithApt = async (
  packages: readonly string[],
  aboutSeconds: number,
  onLine: (line: string) => void,
  userId = process.getuid?.(),
): Promise<void> => {
  const prefix = await rootPrefix(packages, userId);
  const headline = `installing (apt, about ${aboutSeconds} s)`;
  const aptGet = (parameters: readonly string[], listen: (line: string) => void): Promise<CommandResult> => {
    const settings = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C'];
    const command = [...prefix, ...settings, 'sh', '-c', withStatus, 'apt-get', ...quiet, ...parameters];
    return runCommand(command[0]!, command.slice(1), { timeoutMs, onLine: listen });
  };
  const install = (): Promise<CommandResult> => {
    const readProgress = aptProgress();
    return aptGet(['-o', 'APT::Status-Fd=9', 'install', '--no-install-recommends', ...packages], (line) => {
      const progress = readProgress(line);
      if (progress !== undefined) onLine(`${headline} … ${progress}`);
    });
  };
  onLine(headline);
  if ((await install()).exitCode === 0) return;
  onLine(`${headline} … fetching the package lists`);
  await aptGet(['update'], () => undefined);
  const result = await install();
  if (result.exitCode === 0) return;
  throw new CodedError(
    'setup.apt_failed',
    `apt-get failed: ${causeIn(result)}; run "${[...prefix, aptCommand(packages)].join(' ')}" to see its full output`,
  );
};
