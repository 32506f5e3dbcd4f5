import { CodedError } from '../../events/outcome.ts';
import type { Finding, Requirement } from '../../ports/requirement.ts';
import type { StatusLine } from '../../ports/status-line.ts';
import { aptCommand } from './apt.ts';

/** The packages that only root may install. */
const refusedPackages = (answer: Finding | CodedError): readonly string[] =>
  answer instanceof CodedError && answer.code === 'setup.needs_root'
    ? (answer.details?.packages as readonly string[])
    : [];

const describe = (answer: Finding | CodedError): string => {
  if (refusedPackages(answer).length > 0) return 'missing: installing it needs root';
  if (answer instanceof CodedError) return `missing: ${answer.message} (${answer.code})`;
  return answer.found ? `${answer.version} (${answer.path})` : `missing: ${answer.problem}; ${answer.remedy}`;
};

/** Converts a failed installation into an answer, so that set-up continues with the rest. */
const install = async (requirement: Requirement, onLine: (line: string) => void): Promise<Finding | CodedError> => {
  try {
    await requirement.install?.(onLine);
    return await requirement.find();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
};

/**
 * Checks all requirements, installs missing ones where allowed, and prints one line for each, and one command
 * for all packages that only root may install. Returns true when nothing is missing afterwards.
 */
export const setUp = async (requirements: readonly Requirement[], status: StatusLine): Promise<boolean> => {
  const findings = await Promise.all(requirements.map((requirement) => requirement.find()));
  const width = Math.max(...requirements.map(({ name }) => name.length));
  let complete = true;
  const refused: string[] = [];
  for (const [index, requirement] of requirements.entries()) {
    const heading = `[${index + 1}/${requirements.length}] ${requirement.name.padEnd(width)}  `;
    const finding = findings[index]!;
    const answer =
      finding.found || requirement.install === undefined
        ? finding
        : await install(requirement, (line) => status.show(heading + line));
    status.end(heading + describe(answer));
    refused.push(...refusedPackages(answer));
    complete &&= !(answer instanceof CodedError) && answer.found;
  }
  if (refused.length > 0) status.end(`to install what needs root: sudo ${aptCommand(refused)}`);
  return complete;
};
