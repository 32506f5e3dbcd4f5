import { realpath } from 'node:fs/promises';
import type { Requirement } from '../../ports/requirement.ts';
import { expandTilde, homeFolder } from '../files/tilde.ts';
import { findPrograms, lastLine, runCommand } from './command.ts';
import { installPackages, type Packages, remedyOf } from './packages.ts';
import { cachedVerdict, type Verdict } from './verdicts.ts';

const packages: Packages = {
  apt: ['python3-torch', 'python3-matplotlib', 'python3-numpy'],
  brew: ['pytorch', 'python-matplotlib', 'numpy'],
  aboutSeconds: 80,
};

/** Looks for the modules before importing them, because torch alone takes seconds to import. */
const probe = `
import importlib.util, json, platform, sys
names = ["numpy", "matplotlib", "torch"]
missing = [name for name in names if importlib.util.find_spec(name) is None]
if missing:
    sys.exit("no " + ", ".join(missing))
modules = [__import__(name) for name in names]
versions = ", ".join([platform.python_version()] + [m.__name__ + " " + m.__version__ for m in modules])
print(json.dumps({"version": versions, "path": sys.executable, "files": [m.__file__ for m in modules]}))
`;

const candidates = async (): Promise<string[]> => {
  const configured = expandTilde(process.env.AI_SCIENTIST_PYTHON ?? '', homeFolder());
  const found = [...(await findPrograms('python3')), '/usr/bin/python3'];
  return [...new Set(configured ? [configured, ...found] : found)];
};

/** Returns the interpreter by its own path, not that of a wrapper; otherwise the reason as a string. */
const examine = async (candidate: string): Promise<Verdict | string> => {
  const { exitCode, stdout, stderr } = await runCommand(candidate, ['-c', probe], { timeoutMs: 60_000 });
  if (exitCode !== 0) return `${candidate}: ${lastLine(stderr) || `exit code ${exitCode}`}`;
  try {
    const verdict = JSON.parse(lastLine(stdout)) as Verdict;
    return { ...verdict, files: [await realpath(verdict.path), ...verdict.files] };
  } catch {
    return `${candidate}: it does not run Python programs`;
  }
};

export const pythonRequirement: Requirement = {
  name: 'Python',
  purpose: 'runs experiments with torch, matplotlib and numpy',
  find: async () => {
    const tried = await candidates();
    const problems: string[] = [];
    const verdict = await cachedVerdict(`python ${tried.join(' ')}`, async () => {
      for (const candidate of tried) {
        const answer = await examine(candidate);
        if (typeof answer !== 'string') return answer;
        problems.push(answer);
      }
      return undefined;
    });
    if (verdict !== undefined) return { found: true, version: verdict.version, path: verdict.path };
    const problem = `no Python here imports torch, matplotlib and numpy (${problems.join('; ')})`;
    return { found: false, problem, remedy: `${remedyOf(packages)}, or set AI_SCIENTIST_PYTHON to one that does` };
  },
  install: (onLine) => installPackages(packages, onLine),
};
