import type { WriteStream } from 'node:tty';
import { command, cursor, paint } from '../terminal.ts';
import { render } from './render.ts';
import type { View } from './state.ts';

const frameMs = 125;
/** Repaints so that elapsed seconds advance even when nothing happens. */
const idleMs = 1000;

/** Paints a view in place, at most eight times a second. What stood above stays, and so does the last frame. */
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
    command(stream, cursor.hide);
    this.changed();
  }

  /** Schedules a repaint. */
  readonly changed = (): void => {
    const wait = Math.max(0, this.paintedAt + frameMs - performance.now());
    this.pending ??= setTimeout(this.paint, wait);
  };

  /** Leaves the last frame on the screen and releases the terminal. */
  close(): void {
    clearInterval(this.idle);
    this.paint();
    clearTimeout(this.pending);
    this.stream.off('resize', this.resized);
    process.off('exit', this.restore);
    this.restore();
  }

  private readonly restore = (): void => {
    command(this.stream, cursor.show);
  };

  /** A narrower terminal has wrapped lines, so the frame's height is unknown: start on an empty screen. */
  private readonly resized = (): void => {
    this.painted = [];
    command(this.stream, cursor.eraseScreen);
    this.changed();
  };

  private readonly paint = (): void => {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.paintedAt = performance.now();
    const { columns = 80, rows = 24 } = this.stream;
    const lines = render(this.view(), columns, Math.max(1, rows - 1), this.now());
    if (lines.length === this.painted.length && lines.every((line, index) => line === this.painted[index])) return;
    paint(this.stream, lines, {
      before: `${cursor.beginFrame}\r${cursor.up(this.painted.length)}`,
      between: `${cursor.eraseLine}\n`,
      after: `${cursor.eraseLine}\n${cursor.eraseBelow}${cursor.endFrame}`,
    });
    this.painted = lines;
  };
}
