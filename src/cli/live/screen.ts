import type { WriteStream } from 'node:tty';
import { render } from './render.ts';
import type { View } from './state.ts';

const frameMs = 125;
/** Elapsed seconds move on even when nothing happens. */
const idleMs = 1000;
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const eraseBelow = '\u001b[J';
const eraseLine = '\u001b[K';
const eraseScreen = '\u001b[2J\u001b[H';
/** Terminals that know these show a frame in one go; others ignore them. */
const beginFrame = '\u001b[?2026h';
const endFrame = '\u001b[?2026l';

/** Paints a view in place, at most eight times a second; what stood above stays, and so does the last frame. */
export class Screen {
  private readonly stream: WriteStream;
  private readonly view: () => View;
  private readonly now: () => string;
  private painted: readonly string[] = [];
  private paintedAt = 0;
  private pending: NodeJS.Timeout | undefined;
  private readonly idle: NodeJS.Timeout;

  constructor(stream: WriteStream, view: () => View, now: () => string) {
    this.stream = stream;
    this.view = view;
    this.now = now;
    this.idle = setInterval(this.changed, idleMs);
    stream.on('resize', this.resized);
    process.on('exit', this.restore);
    stream.write(hideCursor);
    this.changed();
  }

  /** Has the view painted soon. */
  readonly changed = (): void => {
    const wait = Math.max(0, this.paintedAt + frameMs - performance.now());
    this.pending ??= setTimeout(this.paint, wait);
  };

  /** Leaves the last frame and gives the terminal back. */
  close(): void {
    clearInterval(this.idle);
    this.paint();
    clearTimeout(this.pending);
    this.stream.off('resize', this.resized);
    process.off('exit', this.restore);
    this.restore();
  }

  private readonly restore = (): void => {
    this.stream.write(showCursor);
  };

  /** Lines that a narrower terminal broke in two can no longer be counted: begin on an empty screen. */
  private readonly resized = (): void => {
    this.painted = [];
    this.stream.write(eraseScreen);
    this.changed();
  };

  private readonly paint = (): void => {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.paintedAt = performance.now();
    const { columns = 80, rows = 24 } = this.stream;
    const lines = render(this.view(), columns, Math.max(1, rows - 1), this.now());
    if (lines.length === this.painted.length && lines.every((line, index) => line === this.painted[index])) return;
    const up = this.painted.length === 0 ? '' : `\u001b[${this.painted.length}A`;
    const body = lines.map((line) => `${line}${eraseLine}\n`).join('');
    this.stream.write(`${beginFrame}\r${up}${body}${eraseBelow}${endFrame}`);
    this.painted = lines;
  };
}
