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

const describe = (finding: Finding): string =>
  finding.found ? `${finding.version} (${finding.path})` : `missing: ${finding.problem}; ${finding.remedy}`;

const installAndFind = async (requirement: Requirement, report: Report): Promise<Finding> => {
  try {
    await requirement.install?.(report.progress);
    return await requirement.find();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { found: false, problem: error.code, remedy: error.message };
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
    let finding = findings[index]!;
    if (!finding.found && requirement.install !== undefined) finding = await installAndFind(requirement, report);
    report.final(describe(finding));
    complete &&= finding.found;
  }
  return complete;
};
