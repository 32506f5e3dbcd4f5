import { statfs } from 'node:fs/promises';
import { CodedError } from '../../events/outcome.ts';
import type { Requirement } from '../../ports/requirement.ts';
import { openHome } from './home.ts';

const gigabyte = 1e9;
const neededBytes = 2 * gigabyte;

export const diskRequirement: Requirement = {
  name: 'disk space',
  purpose: 'holds logs, figures and papers',
  find: async () => {
    try {
      const path = await openHome();
      const { bavail, bsize } = await statfs(path);
      const free = `${((bavail * bsize) / gigabyte).toFixed(1)} GB free`;
      if (bavail * bsize >= neededBytes) return { found: true, version: free, path };
      return {
        found: false,
        problem: `only ${free} for ${path}, but ${neededBytes / gigabyte} GB are required`,
        remedy: 'free some space or set AI_SCIENTIST_HOME to a folder on another disk',
      };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const [problem = '', remedy = ''] = error.message.split(/: (?=[^:]*$)/);
      return { found: false, problem, remedy };
    }
  },
};
