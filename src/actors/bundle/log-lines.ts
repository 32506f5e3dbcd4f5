import type { Stored } from '../../ports/log.ts';
import { HashChain } from '../chain.ts';

export const newline = 0x0a;

/** Derives an event's subject from its id, because a bundle stores ids only. */
export const subjectOf = (run: string, id: string): string => `lab.run.${run}.${id}`;

const idIn = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString();
  try {
    return String((JSON.parse(text) as { id?: unknown } | null)?.id);
  } catch {
    return /"id":"([^"]*)"/.exec(text)?.[1] ?? '';
  }
};

/** Splits a text that ends with a line break into lines; text after the last break is a line too. */
export const splitLines = (bytes: Uint8Array): readonly Uint8Array[] => {
  const found: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(newline, start);
    found.push(bytes.subarray(start, end < 0 ? bytes.length : end));
    start = (end < 0 ? bytes.length : end) + 1;
  }
  return found;
};

/** Returns the events of a bundle's log as a stream would have stored them. */
export const storedLines = (run: string, log: Uint8Array): readonly Stored[] =>
  splitLines(log).map((bytes, index) => ({ sequence: index + 1, subject: subjectOf(run, idIn(bytes)), bytes }));

/** Returns the hash chain's value through each event. */
export const chainLinks = (log: readonly Stored[]): readonly string[] => {
  const chain = new HashChain();
  return log.map(({ subject, bytes }) => chain.add(subject, bytes));
};
