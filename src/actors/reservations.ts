import type { Event } from '../events/envelope.ts';
import type { ErrorCode } from '../events/errors/registry.ts';
import { pauseId } from '../events/id.ts';
import type { Bound } from '../events/projections/cost.ts';
import { shellEvent } from '../events/shell-event.ts';
import type { Clock } from '../ports/clock.ts';
import type { Appended, RunLog } from '../ports/log.ts';
import type { Fold } from './fold.ts';

type Parts = { readonly log: RunLog; readonly fold: () => Fold; readonly clock: Clock };

/** Resolves when the appended event is folded here. */
const catchUpMs = 5;

/**
 * Appends the start of a paid call only when it fits the budget. The append requires the log's head to be the counted
 * one, so that no two calls of any processes reserve the same part of the budget.
 */
export class Reservations {
  private readonly parts: Parts;
  private last: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** `started`: the `task.started` event that holds the bound. */
  reserve(started: Event, bound: Bound): Promise<Appended | 'refused'> {
    const mine = this.last.then(() => this.appendWithRoom(started, bound));
    this.last = mine.catch(() => {});
    return mine;
  }

  /** Returns why a call that a finished run's role asked for last gets no room; such a run cannot be paused for more. */
  refusalAtEnd(bound: Bound): ErrorCode | undefined {
    const { control, spending } = this.parts.fold();
    return control.status === 'finished' ? spending.refusal(bound) : undefined;
  }

  /** Requests a pause, because no call in progress here can free budget. */
  async requestPause(bound: Bound): Promise<void> {
    const { log, fold, clock } = this.parts;
    const { spending, run } = fold();
    const reason = spending.refusal(bound);
    if (reason === undefined) return;
    const head = { id: pauseId(spending.pauses + 1), run, role: 'worker' };
    await log.append(shellEvent('pause.requested', { reason }, head, clock.now()));
  }

  private async appendWithRoom(started: Event, bound: Bound): Promise<Appended | 'refused'> {
    const { log, fold, clock } = this.parts;
    for (;;) {
      const { spending, sequence } = fold();
      if (!spending.isLimited) return log.append(started);
      if (spending.refusal(bound) !== undefined)
        return (await log.get(started.id)) === undefined ? 'refused' : 'present';
      const appended = await log.appendAt(started, sequence);
      if (appended !== 'moved') return appended;
      await clock.sleep(catchUpMs);
    }
  }
}
