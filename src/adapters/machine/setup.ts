import { CodedError } from '../../events/outcome.ts';
import type { Finding, Requirement } from '../../ports/requirement.ts';

/** Where progress cannot be overwritten, one line in ten seconds is enough. */
const pauseMs = 10_000;

type Report = { progress(line: string): void; final(line: string): void };

const reporter = (heading: string, print: (text: string) => void, isTerminal: boolean): Report => {
  let shown = Number.NEGATIVE_INFINITY;
  return {
    progress: (line) => {
      if (isTerminal) return print(`\r\u001b[K${heading}${line}`);
      if (performance.now() - shown < pauseMs) return;
      shown = performance.now();
      print(`${heading}${line}\n`);
    },
    final: (line) => print(`${isTerminal ? '\r\u001b[K' : ''}${heading}${line}\n`),
  };
};

const describe = (answer: Finding | CodedError): string => {
  if (answer instanceof CodedError) return `missing: ${answer.message} (${answer.code})`;
  return answer.found ? `${answer.version} (${answer.path})` : `missing: ${answer.problem}; ${answer.remedy}`;
};

/** A refused installation is an answer like any other: the rest is still set up. */
const install = async (requirement: Requirement, report: Report): Promise<Finding | CodedError> => {
  try {
    await requirement.install?.(report.progress);
    return await requirement.find();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
};

/**
 * Finds everything, installs what is missing where that is allowed, and prints a line for each. True when nothing is
 * missing afterwards.
 */
export const setUp = async (
  requirements: readonly Requirement[],
  print: (text: string) => void,
  isTerminal = process.stdout.isTTY === true,
): Promise<boolean> => {
  const findings = await Promise.all(requirements.map((requirement) => requirement.find()));
  const width = Math.max(...requirements.map(({ name }) => name.length));
  let complete = true;
  for (const [index, requirement] of requirements.entries()) {
    const heading = `[${index + 1}/${requirements.length}] ${requirement.name.padEnd(width)}  `;
    const report = reporter(heading, print, isTerminal);
    const finding = findings[index]!;
    const answer = finding.found || requirement.install === undefined ? finding : await install(requirement, report);
    report.final(describe(answer));
    complete &&= !(answer instanceof CodedError) && answer.found;
  }
  return complete;
};
