import { WriteStream } from 'node:tty';
import type { Event } from '../../events/envelope.ts';
import type { Telemetry } from '../../ports/live.ts';
import { eventLine } from '../../text/event-line.ts';
import { isSubstance } from '../../text/sentence.ts';
import { usesColour } from '../output.ts';
import { Screen } from './screen.ts';
import { emptyView, withEvent, withTelemetry } from './state.ts';

/** How a run is shown: a live picture on a terminal, lines elsewhere, or JSON lines. */
export type DisplayChoice = {
  readonly json?: boolean;
  /** Every event as a line, those of tasks too, on a terminal as well. */
  readonly verbose?: boolean;
  /** Nothing of the events: only what they come to is wanted. */
  readonly silent?: boolean;
};

export type Display = {
  /** `isNew` is false for what had happened before this process looked: lines leave it out, the picture needs it. */
  readonly event: (event: Event, isNew: boolean) => void;
  readonly telemetry: (telemetry: Telemetry) => void;
  readonly notice: (text: string) => void;
  readonly close: () => void;
};

/** The program's display on stdout; notices of lines go to stderr, so that stdout has nothing but events. */
export const openDisplay = (run: string, { json, verbose, silent }: DisplayChoice, now: () => string): Display => {
  const { stdout, stderr } = process;
  let view = emptyView(run, usesColour());
  const paintable = stdout instanceof WriteStream && process.env.TERM !== 'dumb';
  const screen = paintable && !json && !verbose && !silent ? new Screen(stdout, () => view, now) : undefined;
  if (screen === undefined && !json && !silent) stdout.write(`run ${run}\n`);
  const line = (event: Event): string => {
    if (json) return JSON.stringify(event);
    return eventLine(event, stdout.isTTY ? stdout.columns : undefined, view.colour);
  };
  return {
    event: (event, isNew) => {
      view = withEvent(view, event);
      if (screen !== undefined) screen.changed();
      else if (isNew && !silent && (json || verbose || isSubstance(event))) stdout.write(`${line(event)}\n`);
    },
    telemetry: (telemetry) => {
      if (screen === undefined) return;
      view = withTelemetry(view, telemetry);
      screen.changed();
    },
    notice: (text) => {
      view = { ...view, notice: text };
      if (screen !== undefined) screen.changed();
      else stderr.write(`${text}\n`);
    },
    close: () => screen?.close(),
  };
};
