import type { Check } from '../../src/actors/verify/check.ts';

/** Names of the failed checks. */
export const failedIn = (checks: readonly Check[]): readonly string[] =>
  checks.filter(({ status }) => status === 'failed').map(({ name }) => name);

/** The first problem of a check, as `place: message`. */
export const problemIn = (checks: readonly Check[], name: string): string => {
  const { place, message } = checks.find((check) => check.name === name)?.problems[0] ?? {};
  return `${place}: ${message}`;
};

export const summaryOf = (checks: readonly Check[], name: string): string =>
  checks.find((check) => check.name === name)?.summary ?? '';
