import { mendedId, outageId } from '../../events/id.ts';
import { shellEvent } from '../../events/shell-event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunLog } from '../../ports/log.ts';
import type { Control } from '../control.ts';
import type { Fold } from '../fold.ts';
import type { Fault } from './faults.ts';

type Parts = {
  readonly log: RunLog;
  readonly fold: () => Fold;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
};

const cause = 'infrastructure';

const promise = '; the run resumes by itself ';

const pauseOf = ({ code, message, waitMs }: Fault, now: string) => {
  const until = new Date(Date.parse(now) + waitMs).toISOString();
  return waitMs === 0
    ? { reason: `${code}: ${message}${promise}when this is repaired`, cause }
    : { reason: `${code}: ${message}${promise}at ${until}`, cause, until };
};

/** Returns the fault that a recorded pause waits for. */
export const faultIn = ({ pauseReason, pauseUntil }: Control, now: string): Fault => {
  const [code = '', ...message] = (pauseReason.split(promise)[0] ?? '').split(': ');
  const waitMs = pauseUntil === undefined ? 0 : Math.max(0, Date.parse(pauseUntil) - Date.parse(now));
  return { code, message: message.join(': '), waitMs };
};

/**
 * Requests a pause while an outage lasts and a resumption after it, if the log can be written. The Director answers; a
 * person's pause stays. The number of pauses so far is part of a request's id, so that several processes request it once.
 */
export class Pauses {
  private readonly parts: Parts;
  private last: Promise<void> = Promise.resolve();
  /** The turns of the run at which this process requested a pause. */
  private readonly asked = new Set<number>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Requests a pause; returns its reason, for people. */
  ask(fault: Fault): string {
    const { fold, clock } = this.parts;
    const data = pauseOf(fault, clock.now());
    const { status, turns } = fold().control;
    if (status === 'running') {
      this.asked.add(turns);
      this.append('pause.requested', outageId(turns), data);
    }
    return data.reason;
  }

  /** True if another process, which may be gone, requested the recorded pause. */
  get isForeign(): boolean {
    const { pauseCause, turns } = this.parts.fold().control;
    return pauseCause === cause && !this.asked.has(turns - 1);
  }

  /** Requests the resumption after an outage. */
  end(): '' {
    const { pauseCause, turns } = this.parts.fold().control;
    if (pauseCause === cause || this.asked.has(turns)) this.append('resume.requested', mendedId(turns), { cause });
    return '';
  }

  private append(...[type, id, data]: Request): void {
    const { log, fold, clock, onProblem } = this.parts;
    const head = { id, run: fold().run, role: 'worker' };
    this.last = this.last
      .then(async () => {
        await log.append(shellEvent(type, data as never, head, clock.now()));
      })
      .catch(onProblem);
  }
}

type Request =
  | readonly ['pause.requested', string, ReturnType<typeof pauseOf>]
  | readonly ['resume.requested', string, { readonly cause: typeof cause }];
