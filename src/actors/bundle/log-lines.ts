import type { Stored } from '../../ports/log.ts';
import { HashChain } from '../chain.ts';

export const newline = 0x0a;

/** A bundle holds ids only; in a log every subject is this function of one. */
export const subjectOf = (run: string, id: string): string => `lab.run.${run}.${id}`;

const idIn = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString();
  try {
    return String((JSON.parse(text) as { id?: unknown } | null)?.id);
  } catch {
    return /"id":"([^"]*)"/.exec(text)?.[1] ?? '';
  }
};

/** The lines of a text that ends with a line break; what follows the last one is a line too. */
export const splitLines = (bytes: Uint8Array): readonly Uint8Array[] => {
  const found: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(newline, start);
    found.push(bytes.subarray(start, end < 0 ? bytes.length : end));
    start = (end < 0 ? bytes.length : end) + 1;
  }
  return found;
};

/** The events of a bundle's log as a stream would have stored them. */
export const storedLines = (run: string, log: Uint8Array): readonly Stored[] =>
  splitLines(log).map((bytes, index) => ({ sequence: index + 1, subject: subjectOf(run, idIn(bytes)), bytes }));

/** The value of the hash chain through each event. */
export const chainLinks = (log: readonly Stored[]): readonly string[] => {
  const chain = new HashChain();
  return log.map(({ subject, bytes }) => chain.add(subject, bytes));
};
