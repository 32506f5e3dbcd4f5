import type { Requirement } from '../../ports/requirement.ts';
import { bubblewrapRequirement } from './bubblewrap.ts';
import { diskRequirement } from './disk.ts';
import { latexRequirement } from './latex.ts';
import { natsServerRequirement } from './nats-server.ts';
import { nodeRequirement } from './node.ts';
import { pythonRequirement } from './python.ts';

/** In the order of set-up: what is quick to know or to get comes first. */
export const requirements: readonly Requirement[] = [
  nodeRequirement,
  diskRequirement,
  natsServerRequirement,
  ...(process.platform === 'linux' ? [bubblewrapRequirement] : []),
  latexRequirement,
  pythonRequirement,
];
