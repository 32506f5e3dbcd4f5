import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import { findProgram, lastLine, runCommand } from './command.ts';

/** Returns the archive that this machine's apt uses; apt prints it even before it has fetched any package list. */
const machineArchive = async (codename: string): Promise<string | undefined> => {
  const { stdout } = await runCommand('apt-get', ['update', '--print-uris']);
  return new RegExp(`^'(.+)/dists/${codename}/InRelease'`, 'm').exec(stdout)?.[1];
};

const readRelease = async (): Promise<{ distribution: string; codename: string }> => {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const field = (name: string): string => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1] ?? '';
  return { distribution: field('ID'), codename: field('VERSION_CODENAME') };
};

/** Suites to fetch from, in order of preference. */
const newerSuites: Readonly<Record<string, readonly { suite: string; components: string }[]>> = {
  debian: [
    { suite: 'sid', components: 'main' },
    { suite: 'trixie', components: 'main' },
  ],
  ubuntu: [{ suite: 'devel', components: 'main universe' }],
};

/** Disables the machine's hooks, one of which empties the machine's package cache while another apt may use it. */
const settings = (folder: string): string => `
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::State "${folder}/state";
Dir::State::status "${folder}/state/status";
Dir::Cache "${folder}/cache";
Dir::Etc::sourcelist "${folder}/list.list";
Dir::Etc::sourceparts "/dev/null";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::IndexTargets::deb::CNF::DefaultEnabled "false";
`;

/** Prepares isolated apt state: apt neither reads nor changes the machine's, but uses its settings, such as a proxy. */
const makeWorld = async (source: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'ai-scientist-apt-'));
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'parts']) {
    await mkdir(join(folder, part), { recursive: true });
  }
  await cp('/etc/apt/apt.conf.d', join(folder, 'parts'), { recursive: true }).catch(() => undefined);
  await writeFile(join(folder, 'parts', 'zz-own-world'), settings(folder));
  await writeFile(join(folder, 'apt.conf'), `Dir::Etc::parts "${folder}/parts";\n`);
  await writeFile(join(folder, 'state', 'status'), '');
  await writeFile(join(folder, 'list.list'), `${source}\n`);
  return folder;
};

/** Unpacks a package into `target`; returns the reason on failure. */
const fetchFrom = async (source: string, name: string, target: string): Promise<string | undefined> => {
  const folder = await makeWorld(source);
  try {
    const run = { cwd: folder, environment: { APT_CONFIG: join(folder, 'apt.conf'), LC_ALL: 'C' }, timeoutMs: 300_000 };
    const update = await runCommand('apt-get', ['update'], run);
    const download = await runCommand('apt-get', ['download', name], run);
    const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'));
    if (archive === undefined) return lastLine(update.exitCode === 0 ? download.stderr : update.stderr);
    const unpack = await runCommand('dpkg-deb', ['-x', archive, target], run);
    return unpack.exitCode === 0 ? undefined : lastLine(unpack.stderr);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * Unpacks a package from a newer release than the machine's, with its signature checked by apt, without root and without
 * installing it. Returns the suite that `isGood` accepted. Throws setup.fetch_failed with each suite's reason.
 */
export const fetchNewer = async (
  name: string,
  target: string,
  isGood: () => Promise<boolean>,
  onLine: (line: string) => void,
): Promise<string> => {
  const { distribution, codename } = await readRelease();
  const archive = (await findProgram('apt-get')) === undefined ? undefined : await machineArchive(codename);
  const reasons: string[] = [];
  for (const { suite, components } of archive === undefined ? [] : (newerSuites[distribution] ?? [])) {
    onLine(`fetching (apt, about 10 s) … from ${distribution} ${suite}`);
    const keyring = `/usr/share/keyrings/${distribution}-archive-keyring.gpg`;
    const reason = await fetchFrom(`deb [signed-by=${keyring}] ${archive} ${suite} ${components}`, name, target);
    if (reason === undefined && (await isGood())) return suite;
    reasons.push(`${suite}: ${reason ?? 'it does not run here'}`);
  }
  const why = reasons.join('; ') || `apt has no archive of ${codename || process.platform} here`;
  throw new CodedError('setup.fetch_failed', `${name} could not be fetched (${why}): put one on PATH by other means`);
};
