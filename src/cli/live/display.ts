import type { Event } from '../../events/envelope.ts';
import type { Telemetry } from '../../ports/live.ts';
import { eventLine } from '../../text/event-line.ts';
import { isSubstance } from '../../text/sentence.ts';
import { outputColumns, print, printJson, printStyled, tell, usesColour } from '../output.ts';
import { paintable } from '../terminal.ts';
import { Screen } from './screen.ts';
import { emptyView, withEvent, withTelemetry } from './state.ts';

/** How a run is shown: a live picture on a terminal, lines elsewhere, or JSON lines. */
export type DisplayChoice = {
  readonly json?: boolean;
  /** Every event as a line, including those of tasks, even on a terminal. */
  readonly verbose?: boolean;
  /** No events: only the result is wanted. */
  readonly silent?: boolean;
  /** The configuration file with the hooks, if it is not the data folder's. */
  readonly config?: string;
  /** False: the work ends when nothing is left but to wait for a person. */
  readonly wait?: boolean;
};

export type Display = {
  /** `isNew` is false for events from before this process started: lines omit them, the picture needs them. */
  readonly event: (event: Event, isNew: boolean) => void;
  readonly telemetry: (telemetry: Telemetry) => void;
  readonly notice: (text: string) => void;
  /** Shows that no process works on the run. */
  readonly dead: () => void;
  readonly close: () => void;
};

/** The program's display on stdout. Without a picture, notices go to stderr, so that stdout has only events. */
export const openDisplay = (run: string, { json, verbose, silent }: DisplayChoice, now: () => string): Display => {
  let view = emptyView(run, usesColour());
  const terminal = json || verbose || silent ? undefined : paintable();
  const screen = terminal === undefined ? undefined : new Screen(terminal, () => view, now);
  if (screen === undefined && !json && !silent) print(`run ${run}`);
  const write = (event: Event): void => {
    if (json) printJson(event, 0);
    else printStyled(eventLine(event, outputColumns(), view.colour));
  };
  return {
    event: (event, isNew) => {
      view = withEvent(view, event);
      if (screen !== undefined) screen.changed();
      else if (isNew && !silent && (json || verbose || isSubstance(event))) write(event);
    },
    telemetry: (telemetry) => {
      if (screen === undefined) return;
      view = withTelemetry(view, telemetry, now());
      screen.changed();
    },
    notice: (text) => {
      view = { ...view, notice: text };
      if (screen !== undefined) screen.changed();
      else tell(text);
    },
    dead: () => {
      view = { ...view, isDead: true };
      screen?.changed();
    },
    close: () => screen?.close(),
  };
};
