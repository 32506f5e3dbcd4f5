import { type Check, isIntact } from '../../actors/verify/check.ts';

const width = 10;

const checkLine = ({ name, status, summary, problems, count }: Check): string => {
  const shown = problems.map(({ place, message }) => `${' '.repeat(width)}${place}: ${message}\n`).join('');
  const rest = count > problems.length ? `${' '.repeat(width)}and ${count - problems.length} more\n` : '';
  return `${status.padEnd(width)}${name.padEnd(width)} ${summary}\n${shown}${rest}`;
};

/** A line for each check, with the places of what is wrong below it, and the verdict. */
export const checksText = (subject: string, checks: readonly Check[]): string => {
  const failed = checks.filter(({ status }) => status === 'failed');
  const verdict = isIntact(checks)
    ? `${subject} is intact`
    : `${subject} is DAMAGED: ${failed.map(({ name }) => name).join(', ')}`;
  return `${checks.map(checkLine).join('')}\n${verdict}\n`;
};

/** The first thing that is wrong, for a message of one line. */
export const firstProblem = (checks: readonly Check[]): string => {
  const found = checks.find(({ problems }) => problems.length > 0);
  return `${found?.name}: ${found?.problems[0]?.place}: ${found?.problems[0]?.message}`;
};
