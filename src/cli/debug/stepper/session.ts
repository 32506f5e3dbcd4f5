import { emitKeypressEvents, type Key } from 'node:readline';
import type { Timeline } from '../../../actors/replay/timeline.ts';
import type { Recording } from '../../../ports/recording.ts';
import { usesColour } from '../../output.ts';
import { command, cursor, paint } from '../../terminal.ts';
import { type Document, documentOf } from './documents.ts';
import type { Shown } from './overview.ts';
import { press } from './press.ts';
import { paneLines, renderStepper, roomOf } from './render.ts';
import { openStepper, type Stepper } from './state.ts';

/** The parts of a process that a session needs: both ends of a terminal. */
export type Terminal = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
};

const named = new Set(['right', 'left', 'up', 'down', 'home', 'end', 'pageup', 'pagedown', 'space', 'backspace']);

/** The name by which `press` knows a key. */
const nameOf = (text: string | undefined, { name, ctrl }: Key): string => {
  if (ctrl) return `ctrl-${name}`;
  if (name === 'return' || name === 'enter') return 'return';
  if (name !== undefined && (named.has(name) || name === 'escape')) return name;
  return text ?? '';
};

class Session {
  private readonly recording: Recording;
  private readonly timeline: Timeline;
  private readonly terminal: Terminal;
  private stepper: Stepper;
  /** What the document that is shown or being read belongs to. */
  private wanted = '';
  private document: Document | undefined;

  constructor(recording: Recording, timeline: Timeline, sequence: number, terminal: Terminal) {
    this.recording = recording;
    this.timeline = timeline;
    this.terminal = terminal;
    const missing = [...timeline.roster.missing.values()].map(({ name }) => name).join(', ');
    this.stepper = openStepper(
      sequence,
      missing === '' ? '' : `states unknown, because the code is missing: ${missing}`,
    );
  }

  async run(): Promise<void> {
    const { stdin, stdout } = this.terminal;
    const over = Promise.withResolvers<void>();
    const pressed = (text: string | undefined, key: Key): void => {
      this.take(nameOf(text, key));
      if (this.stepper.isOver) over.resolve();
    };
    const restore = (): void => {
      stdin.setRawMode(false);
      command(stdout, cursor.leave);
    };
    emitKeypressEvents(stdin);
    stdin.setRawMode(true);
    stdin.on('keypress', pressed).once('end', over.resolve).resume();
    stdout.on('resize', this.paint);
    command(stdout, cursor.enter);
    process.on('exit', restore);
    try {
      this.paint();
      await over.promise;
    } finally {
      stdin.off('keypress', pressed).off('end', over.resolve).pause();
      stdout.off('resize', this.paint);
      process.off('exit', restore);
      restore();
    }
  }

  /** Assumes the usual size for a terminal that does not report its own. */
  private get size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = this.terminal.stdout;
    return { columns: columns || 80, rows: rows || 24 };
  }

  private take(key: string): void {
    const { columns, rows } = this.size;
    const lines = paneLines(this.stepper, this.shown(), this.document, columns).length;
    const files = this.stepper.pane === 'files' ? (this.document?.lines.length ?? 0) : 0;
    const next = press(this.stepper, key, { log: this.timeline.log, lines, room: roomOf(rows), files });
    try {
      this.timeline.at(next.sequence);
      this.stepper = next;
    } catch (error) {
      // Today's code cannot read the event; the earlier steps can still be viewed.
      this.stepper = { ...this.stepper, entry: null, notice: (error as Error).message };
    }
    this.read();
    this.paint();
  }

  private shown(): Shown {
    const { sequence } = this.stepper;
    return {
      run: this.recording.run,
      total: this.timeline.length,
      step: this.timeline.at(sequence),
      actors: this.timeline.actorsAt(sequence),
      colour: usesColour(this.terminal.stdout),
    };
  }

  /** Reads the pane's document if a different one is loaded, and paints it once it has been read. */
  private read(): void {
    const { pane, sequence, selected } = this.stepper;
    const wanted = pane === 'event' ? '' : `${pane} ${sequence} ${pane === 'file' ? selected : ''}`;
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.document = undefined;
    if (wanted === '') return;
    documentOf(this.recording, this.timeline, this.stepper)
      .catch((error: Error): Document => ({ title: pane.toUpperCase(), lines: [error.message] }))
      .then((document) => {
        if (this.wanted !== wanted) return;
        this.document = document;
        this.paint();
      });
  }

  private readonly paint = (): void => {
    if (this.stepper.isOver) return;
    const { columns, rows } = this.size;
    const frame = renderStepper(this.stepper, this.shown(), this.document, columns, rows);
    paint(this.terminal.stdout, frame, {
      before: cursor.home,
      between: `${cursor.eraseLine}\r\n`,
      after: `${cursor.eraseLine}${cursor.eraseBelow}`,
    });
  };
}

/** Steps through a run's events on a terminal until the reader quits. Reads only the recording. */
export const stepThrough = (
  recording: Recording,
  timeline: Timeline,
  sequence: number,
  terminal: Terminal,
): Promise<void> => new Session(recording, timeline, sequence, terminal).run();
