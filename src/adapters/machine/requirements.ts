import { CodedError } from '../../events/outcome.ts';
import type { Requirement } from '../../ports/requirement.ts';
import { bubblewrapRequirement } from './bubblewrap.ts';
import { diskRequirement } from './disk.ts';
import { latexRequirement } from './latex.ts';
import { natsServerRequirement } from './nats-server.ts';
import { nodeRequirement } from './node.ts';
import { pythonRequirement } from './python.ts';

/** All requirements in set-up order: quick ones come first. */
export const requirements: readonly Requirement[] = [
  nodeRequirement,
  diskRequirement,
  natsServerRequirement,
  ...(process.platform === 'linux' ? [bubblewrapRequirement] : []),
  latexRequirement,
  pythonRequirement,
];

/** The path of a requirement. Throws CodedError('setup.missing'). */
export const foundPath = async (name: string): Promise<string> => {
  const finding = await requirements.find((requirement) => requirement.name === name)?.find();
  if (finding?.found === true) return finding.path;
  throw new CodedError('setup.missing', `${name} is missing: ${finding?.problem}; ${finding?.remedy}`);
};
