import { CodedError } from '../../events/outcome.ts';
import { aptCommand, hasApt, installWithApt } from './apt.ts';
import { hasBrew, installWithBrew } from './brew.ts';

/** One requirement's packages in each package manager. */
export type Packages = {
  readonly apt: readonly string[];
  readonly brew: readonly string[];
  /** Estimate for a small machine with a fast connection; only shown, never relied on. */
  readonly aboutSeconds: number;
};

export const remedyOf = ({ apt, brew }: Packages): string =>
  process.platform === 'darwin'
    ? `run "npm run setup" or "brew install ${brew.join(' ')}"`
    : `run "npm run setup" or "sudo ${aptCommand(apt)}"`;

/** Installs the packages. Throws setup.no_package_manager, or the error of the package manager's function. */
export const installPackages = async (packages: Packages, onLine: (line: string) => void): Promise<void> => {
  if (await hasApt()) return installWithApt(packages.apt, packages.aboutSeconds, onLine);
  if (await hasBrew()) return installWithBrew(packages.brew, onLine);
  throw new CodedError(
    'setup.no_package_manager',
    `neither apt-get nor brew is available: install the equivalents of Debian's ${packages.apt.join(', ')} by other means`,
  );
};
