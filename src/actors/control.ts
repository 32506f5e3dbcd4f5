import { awaitingAfter } from '../events/awaited.ts';
import type { Event } from '../events/envelope.ts';
import { encloses, forkedId } from '../events/id.ts';
import { isKnown } from '../events/vocabulary/known.ts';

export type RunStatus = 'running' | 'paused' | 'finished';

/** The part of a run's state that the shell itself needs: whether tasks may start, and whether the run can progress. */
export class Control {
  status: RunStatus = 'running';
  pauseReason = '';
  /** `infrastructure` when a program paused the run and will resume it; not before `until`. */
  pauseCause: 'infrastructure' | undefined;
  pauseUntil: string | undefined;
  /** Pauses and resumptions. */
  turns = 0;
  outcome = '';
  /** True while no significant event has followed the last `run.quiesced`, so that another one would change nothing. */
  quiesced = false;
  quiescedCount = 0;
  /** Actors that wait for a person, as recorded; empty while anything else is left to do. */
  awaiting: readonly string[] = [];
  awaitedCount = 0;
  chainedThrough = 0;
  chained = 0;
  finishedAt = 0;
  /** Results recorded since the run finished. */
  drained = 0;
  /** Id of the event that completes a fork's shared history; empty once it is recorded, and for a run that is no fork. */
  awaitedFork = '';
  private readonly cancelled = new Set<string>();

  apply(event: Event, sequence: number): void {
    if (event.type !== 'log.chained') this.quiesced = event.type === 'run.quiesced';
    this.awaiting = awaitingAfter(this.awaiting, event);
    if (!isKnown(event)) return;
    const { type, data } = event;
    switch (type) {
      case 'run.started':
        this.awaitedFork = data.forkedFrom ? forkedId(data.forkedFrom.through) : '';
        break;
      case 'run.forked':
        if (event.id === this.awaitedFork) this.awaitedFork = '';
        break;
      case 'run.paused':
        this.status = 'paused';
        this.pauseReason = data.reason;
        this.pauseCause = data.cause;
        this.pauseUntil = data.until;
        this.turns += 1;
        break;
      case 'run.resumed':
        this.status = 'running';
        this.pauseCause = undefined;
        this.turns += 1;
        break;
      case 'idea.reopened':
        if (this.status === 'finished') this.status = 'running';
        break;
      case 'run.finished':
        this.status = 'finished';
        this.outcome = data.outcome;
        this.finishedAt = sequence;
        this.drained = 0;
        break;
      case 'task.completed':
      case 'task.failed':
        if (this.status === 'finished') this.drained += 1;
        break;
      case 'scope.cancelled':
        this.cancelled.add(data.scope);
        break;
      case 'run.quiesced':
        this.quiescedCount += 1;
        break;
      case 'decision.awaited':
        this.awaitedCount += 1;
        break;
      case 'log.chained':
        this.chained += 1;
        this.chainedThrough = Math.max(this.chainedThrough, data.through);
        break;
    }
  }

  isCancelled(scope: string): boolean {
    for (const cancelled of this.cancelled) if (encloses(cancelled, scope)) return true;
    return false;
  }
}
