/** Whoever reads stdout may stop reading, as `head` does: then there is nothing more to do. */
const endUnread = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
};

/** Calls back, in place of ending the program, when the reader of stdout has gone away; until what it returns is called. */
export const onReaderGone = (gone: () => void): (() => void) => {
  const listener = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    gone();
  };
  process.stdout.off('error', endUnread).on('error', listener);
  return () => process.stdout.off('error', listener).on('error', endUnread);
};

/** Has the program end quietly when nobody reads stdout any more. */
export const guardOutput = (): void => {
  process.stdout.off('error', endUnread).on('error', endUnread);
};

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

export const print = (text: string): void => {
  process.stdout.write(ended(text));
};

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** What is no part of the output, such as a warning: to stderr. */
export const tell = (text: string): void => {
  process.stderr.write(ended(text));
};

/** Columns of the terminal; undefined where there is none. */
export const outputColumns = (): number | undefined => process.stdout.columns || undefined;

export const usesColour = (stream: NodeJS.WriteStream = process.stdout): boolean =>
  stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
