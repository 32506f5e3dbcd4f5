import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const remedy = 'run "npm run setup"';

/** What keeps the program from starting, in the form that `doctor --json` prints. */
const findMissing = (packageName) => {
  const missing = [];
  const add = (name, purpose, problem) =>
    missing.push({
      name,
      purpose,
      optional: false,
      found: false,
      problem,
      remedy: `${remedy}, which installs it here`,
    });
  if (!process.features.typescript) {
    const version = process.version.slice(1);
    add('Node.js', 'runs the program', `Node.js ${version} is too old, 22.18 or later is required`);
  }
  if (packageName !== undefined || !existsSync(`${root}node_modules/.package-lock.json`)) {
    const which = packageName === undefined ? '' : `: ${packageName} is missing`;
    add('packages', 'libraries of the program', `the npm packages are not installed${which}`);
  }
  return missing;
};

const helpText = (missing) => `Usage: ai-scientist [options] [command]

This checkout is not set up:
${missing.map(({ problem }) => `  ${problem}\n`).join('')}
To set it up, ${remedy}. Then --help lists all commands. Available now:
  setup          Install what is missing.
  doctor         List what is missing.
  -V, --version  Print the version.
  -h, --help     Print this text.
`;

/** Answers a command line in place of the program. Returns the exit code, with the meaning that docs/exit-codes.md gives. */
export const answer = (words, packageName) => {
  const missing = findMissing(packageName);
  const [command] = words.filter((word) => !word.startsWith('-'));
  const has = (...options) => words.some((word) => options.includes(word));
  // A reader that closes the pipe early, as `head` does, is no error.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  if (has('-h', '--help') || command === 'help' || words.length === 0) {
    process.stdout.write(helpText(missing));
    return 0;
  }
  if (has('-V', '--version')) {
    process.stdout.write(`${JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version}\n`);
    return 0;
  }
  if (command === 'setup' && !process.env.AI_SCIENTIST_SETTING_UP) {
    // Without npm's record the packages are installed again, in case that one of them is missing.
    rmSync(`${root}node_modules/.package-lock.json`, { force: true });
    const env = { ...process.env, AI_SCIENTIST_SETTING_UP: '1' };
    return spawnSync('sh', [`${root}scripts/bootstrap.sh`], { stdio: 'inherit', env }).status ?? 1;
  }
  if (command === 'doctor') {
    const rows = missing.map(
      (row) => `${row.name.padEnd(8)}  MISSING  ${row.problem}\n${' '.repeat(19)}${row.remedy}\n`,
    );
    process.stdout.write(has('--json') ? `${JSON.stringify(missing, null, 2)}\n` : rows.join(''));
    return 1;
  }
  const problems = missing.map(({ problem }) => problem).join('; ');
  process.stderr.write(`ai-scientist: ${problems}: ${remedy} [setup.missing]\n`);
  return 1;
};
