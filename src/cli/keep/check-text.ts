import { type Check, isIntact } from '../../actors/verify/check.ts';
import type { Verified } from '../../lab/keep/verify.ts';
import { Refusal } from '../../lab/refusal.ts';
import { print } from '../output.ts';

const width = 10;

const checkLine = ({ name, status, summary, problems, count }: Check): string => {
  const shown = problems.map(({ place, message }) => `${' '.repeat(width)}${place}: ${message}\n`).join('');
  const rest = count > problems.length ? `${' '.repeat(width)}and ${count - problems.length} more\n` : '';
  return `${status.padEnd(width)}${name.padEnd(width)} ${summary}\n${shown}${rest}`;
};

/** A line per check with the places of its problems below it, then the verdict. */
export const checksText = (subject: string, checks: readonly Check[]): string => {
  const failed = checks.filter(({ status }) => status === 'failed');
  const verdict = isIntact(checks)
    ? `${subject} is intact`
    : `${subject} is DAMAGED: ${failed.map(({ name }) => name).join(', ')}`;
  return `${checks.map(checkLine).join('')}\n${verdict}\n`;
};

/** Prints the checks if they are the reason for a refusal, then rethrows. */
export const printChecks = (error: unknown): never => {
  if (error instanceof Refusal) {
    const { subject, checks } = error.evidence as Verified;
    print(checksText(subject, checks));
  }
  throw error;
};
