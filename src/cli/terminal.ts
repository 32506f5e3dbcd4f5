import { createInterface, type Interface } from 'node:readline/promises';
import { WriteStream } from 'node:tty';
import type { StatusLine } from '../ports/status-line.ts';
import { cleanStyled, rowText } from '../text/row.ts';
import { outputColumns, print } from './output.ts';

/** Control sequences that every current terminal supports. */
export const cursor = {
  hide: '\u001b[?25l',
  show: '\u001b[?25h',
  home: '\u001b[H',
  up: (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A`),
  eraseLine: '\u001b[K',
  eraseBelow: '\u001b[J',
  eraseScreen: '\u001b[2J\u001b[H',
  /** Switches to the alternate screen, and back to the previous content. */
  enter: '\u001b[?1049h\u001b[?25l',
  leave: '\u001b[?25h\u001b[?1049l',
  /** Terminals that support these show a frame at once; others ignore them. */
  beginFrame: '\u001b[?2026h',
  endFrame: '\u001b[?2026l',
} as const;

export type Terminal = Pick<NodeJS.WriteStream, 'write'>;

/** Writes control sequences of this program only. */
export const command = (terminal: Terminal, commands: string): void => {
  terminal.write(commands);
};

/** Rings the terminal's bell, if a person may hear it. */
export const ring = (): void => {
  if (process.stderr.isTTY === true) command(process.stderr, '\u0007');
};

/** Writes lines in this program's colours, with its control sequences before, between and after them. */
export const paint = (
  terminal: Terminal,
  lines: readonly string[],
  { before, between, after }: { readonly before: string; readonly between: string; readonly after: string },
): void => {
  terminal.write(`${before}${lines.map(cleanStyled).join(between)}${after}`);
};

const isDumb = (): boolean => process.env.TERM === 'dumb';

/** The terminal behind stdout, if pictures can be painted on it. */
export const paintable = (): WriteStream | undefined =>
  process.stdout instanceof WriteStream && !isDumb() ? process.stdout : undefined;

/** True if a person can read the output and press keys. */
export const isInteractive = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true && !isDumb();

/** Opens both ends of the terminal, to ask a person. */
export const openConversation = (): Interface => createInterface({ input: process.stdin, output: process.stdout });

const pauseMs = 10_000;

export const openStatusLine = (): StatusLine => {
  const isTerminal = process.stdout.isTTY === true;
  let shownAt = Number.NEGATIVE_INFINITY;
  const inPlace = (text: string): void => {
    const line = rowText([[text]], (outputColumns() ?? 80) - 1, false);
    paint(process.stdout, [line], { before: `\r${cursor.eraseLine}`, between: '', after: '' });
  };
  return {
    show: (text) => {
      if (isTerminal) return inPlace(text);
      if (performance.now() - shownAt < pauseMs) return;
      shownAt = performance.now();
      print(text);
    },
    end: (text) => {
      if (isTerminal) command(process.stdout, `\r${cursor.eraseLine}`);
      shownAt = Number.NEGATIVE_INFINITY;
      if (text !== undefined) print(text);
    },
  };
};
