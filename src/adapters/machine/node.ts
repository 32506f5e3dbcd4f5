import type { Requirement } from '../../ports/requirement.ts';

/** The first version that runs TypeScript without a flag or a warning. */
const needed = [22, 18] as const;

export const isSuitableNode = (version: string): boolean => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
};

export const nodeRequirement: Requirement = {
  name: 'Node.js',
  purpose: 'runs the program',
  find: async () =>
    isSuitableNode(process.version)
      ? { found: true, version: process.version.slice(1), path: process.execPath }
      : {
          found: false,
          problem: `Node.js ${process.version.slice(1)} is too old, ${needed.join('.')} or later is required`,
          remedy: 'run "sh scripts/bootstrap.sh", which installs Node.js 24',
        },
};
