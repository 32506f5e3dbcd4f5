import { cleanText } from '../events/clean.ts';
import { jsonText } from '../text/clean.ts';
import { cleanStyled } from '../text/row.ts';

/** If the reader closes stdout, as `head` does, the program ends. Work on a run listens too, and stops gracefully. */
const endUnread = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  if (process.stdout.listenerCount('error') === 1) process.exit(0);
};

/** Calls back when the reader closes stdout, until the returned function is called. */
export const onReaderGone = (gone: () => void): (() => void) => {
  const listener = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    gone();
  };
  process.stdout.on('error', listener);
  return () => process.stdout.off('error', listener);
};

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

const write = (text: string): void => {
  if (!process.stdout.listeners('error').includes(endUnread)) process.stdout.on('error', endUnread);
  process.stdout.write(text);
};

/** Replaces tabs, because their width depends on the terminal. */
const clean = (text: string): string => ended(cleanText(text).replaceAll('\t', '  '));

/** Prints text for people, from any source, without control sequences and invisible characters. */
export const print = (text: string): void => write(clean(text));

/** Prints a line from `rowText`, with its colours. */
export const printStyled = (line: string): void => write(`${cleanStyled(line)}\n`);

/** Prints data for programs; on one line with an indentation of 0. */
export const printJson = (value: unknown, indentation = 2): void => write(`${jsonText(value, indentation)}\n`);

/** A reader that closes stderr, as `2>&1 | head` does, misses warnings only. */
const passOver = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};

/** Prints what is not output, such as a warning, to stderr. */
export const tell = (text: string): void => {
  if (!process.stderr.listeners('error').includes(passOver)) process.stderr.on('error', passOver);
  process.stderr.write(clean(text));
};

/** The terminal's columns; undefined if there is no terminal. */
export const outputColumns = (): number | undefined => process.stdout.columns || undefined;

export const usesColour = (stream: NodeJS.WriteStream = process.stdout): boolean =>
  stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
