import { cleanText } from '../events/clean.ts';
import { jsonText } from '../text/clean.ts';
import { cleanStyled } from '../text/row.ts';

/** A reader that stops reading, as `head` does, ends the program. Work on a run listens too, and ends in its own time. */
const endUnread = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  if (process.stdout.listenerCount('error') === 1) process.exit(0);
};

/** Calls back when the reader of stdout has gone away, until what it returns is called. */
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

/** A tab would move what follows it to a place that depends on the terminal. */
const clean = (text: string): string => ended(cleanText(text).replaceAll('\t', '  '));

/** Text for people, whoever wrote parts of it: nothing in it commands the terminal, or is invisible. */
export const print = (text: string): void => write(clean(text));

/** A line as `rowText` makes them, in our own colours. */
export const printStyled = (line: string): void => write(`${cleanStyled(line)}\n`);

/** Data for programs; on one line with an indentation of 0. */
export const printJson = (value: unknown, indentation = 2): void => write(`${jsonText(value, indentation)}\n`);

/** What is no part of the output, such as a warning: to stderr. */
export const tell = (text: string): void => {
  process.stderr.write(clean(text));
};

/** Columns of the terminal; undefined where there is none. */
export const outputColumns = (): number | undefined => process.stdout.columns || undefined;

export const usesColour = (stream: NodeJS.WriteStream = process.stdout): boolean =>
  stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
