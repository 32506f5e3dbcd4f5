import type { Check } from '../../actors/verify/check.ts';
import { Refusal } from '../refusal.ts';
import type { Verified } from './verify.ts';

/** The first problem, for a one-line message. */
const firstProblem = (checks: readonly Check[]): string => {
  const found = checks.find(({ problems }) => problems.length > 0);
  return `${found?.name}: ${found?.problems[0]?.place}: ${found?.problems[0]?.message}`;
};

/** The error for a run or a bundle that is refused because of failed checks. */
export const damaged = (code: 'export.damaged' | 'import.refused', what: string, verified: Verified) =>
  new Refusal<Verified>(code, `${what}: ${firstProblem(verified.checks)}`, verified);
