import { CodedError } from '../../events/outcome.ts';
import { aptCommand, hasApt, installWithApt } from './apt.ts';
import { hasBrew, installWithBrew } from './brew.ts';

/** What one requirement is called by each package manager. */
export type Packages = {
  readonly apt: readonly string[];
  readonly brew: readonly string[];
  /** On a small machine with a good line; only said, not relied on. */
  readonly aboutSeconds: number;
};

export const remedyOf = ({ apt, brew }: Packages): string =>
  process.platform === 'darwin'
    ? `run "npm run setup" or "brew install ${brew.join(' ')}"`
    : `run "npm run setup" or "sudo ${aptCommand(apt)}"`;

/** Throws setup.no_package_manager, or what the package manager's own function throws. */
export const installPackages = async (packages: Packages, onLine: (line: string) => void): Promise<void> => {
  if (await hasApt()) return installWithApt(packages.apt, packages.aboutSeconds, onLine);
  if (await hasBrew()) return installWithBrew(packages.brew, onLine);
  throw new CodedError(
    'setup.no_package_manager',
    `neither apt-get nor brew is here: install what Debian calls ${packages.apt.join(', ')} by other means`,
  );
};
