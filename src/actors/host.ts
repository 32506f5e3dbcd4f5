import type { Logger } from 'pino';
import { seal } from '../events/envelope.ts';
import { awaitedId, chainedId, quiescedId, resultId } from '../events/id.ts';
import { type ShellEventHead, shellEvent } from '../events/shell-event.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Recorded, RunLog } from '../ports/log.ts';
import type { TaskQueue } from '../ports/tasks.ts';
import { statePath } from './actor.ts';
import { admitted, isDraining, isIdle, waitingActors } from './admission.ts';
import { isSame } from './canonical.ts';
import { chainInterval, HashChain } from './chain.ts';
import { withEarlier } from './earlier.ts';
import { Fold } from './fold.ts';
import type { Emitted, Requested } from './output.ts';
import type { Roster } from './roster.ts';

/** How a host's work on a run ended. `stuck`: the run quiesced and no role reacted to that. */
export type HostEnd = 'finished' | 'stuck' | 'read-only' | 'stopped';

export type HostParts = {
  readonly log: RunLog;
  readonly tasks: TaskQueue;
  readonly blobs: Pick<Blobs, 'get'>;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called with the error that kept the host from publishing; the host retries. */
  readonly onError?: (error: unknown) => void;
  /** Called after each event is applied. */
  readonly onEvent?: (recorded: Recorded, fold: Fold) => void;
};

/** Interval at which lost outputs are published again: well above the time of an append, and short for a person. */
const reconcileMs = 3000;

/**
 * Folds a run and publishes what is outstanding. Starting, resuming and recovering are the same operation, and several
 * hosts may perform it at once, because appending an event is idempotent.
 */
export class Host {
  readonly fold: Fold;
  private readonly parts: HostParts;
  private readonly chain = new HashChain();
  /** Chain values that the log must hold and may not hold yet: sequence -> hash. */
  private readonly links = new Map<number, string>();
  /** Ids published since the last reconciliation. */
  private readonly sent = new Set<string>();
  private pumping: Promise<void> | undefined;
  private again = false;
  private lastLink = '';
  /** The last event that is no link, and the chain's value there. */
  private lastEvent = { sequence: 0, link: '' };
  /** Head of the log when the host began: until it is folded, an outstanding output may already be recorded. */
  private head = 0;
  private readonly stop = new AbortController();
  private end: HostEnd = 'stopped';

  constructor(parts: HostParts) {
    this.parts = parts;
    this.fold = new Fold(parts.roster);
  }

  /**
   * Works until the run is over and what its roles asked for last is recorded, or the signal aborts; returns when nothing
   * is in progress.
   */
  async work(signal: AbortSignal): Promise<HostEnd> {
    const over = AbortSignal.any([signal, this.stop.signal]);
    const timer = setInterval(() => {
      this.sent.clear();
      this.pump();
    }, reconcileMs);
    try {
      this.head = await this.parts.log.lastSequence();
      for await (const recorded of this.parts.log.follow(1, over)) {
        this.apply(recorded.sequence === 1 ? await withEarlier(recorded, this.parts.blobs) : recorded);
        if (recorded.sequence >= this.head) this.pump();
      }
    } finally {
      clearInterval(timer);
      await this.pumping;
    }
    return this.end;
  }

  private apply(recorded: Recorded): void {
    this.lastLink = this.chain.add(recorded.subject, recorded.bytes);
    this.fold.apply(recorded.event, recorded.sequence);
    if (recorded.sequence % chainInterval === 0) this.links.set(recorded.sequence, this.lastLink);
    if (recorded.event.type === 'log.chained') this.links.delete((recorded.event.data as { through: number }).through);
    else this.lastEvent = { sequence: recorded.sequence, link: this.lastLink };
    this.parts.onEvent?.(recorded, this.fold);
  }

  private pump(): void {
    if (this.fold.sequence < this.head) return;
    this.again = true;
    this.pumping ??= this.pumpAll();
  }

  private async pumpAll(): Promise<void> {
    while (this.again && !this.stop.signal.aborted) {
      this.again = false;
      try {
        await this.publish();
      } catch (error) {
        this.parts.logger.warn({ error: (error as Error).message }, 'publishing failed and is retried');
        this.parts.onError?.(error);
      }
    }
    // Synchronous, not in a later microtask: an event applied in between would wake no waiter.
    this.pumping = undefined;
  }

  private async publish(): Promise<void> {
    if (this.isReadOnly()) return this.finish('read-only');
    if (this.fold.control.awaitedFork !== '') return;
    await Promise.all([...this.emissions().values()].map((emissions) => this.appendInOrder(emissions)));
    await Promise.all(admitted(this.fold).map((task) => this.publishTask(task)));
    await this.appendLinks();
    await this.settle();
  }

  /** Checked before each publication, because a divergence may be found between two of them. */
  private isReadOnly(): boolean {
    return this.fold.divergence !== undefined;
  }

  /** Each actor's unrecorded outputs, in their order. */
  private emissions(): Map<string, Emitted[]> {
    const byActor = new Map<string, Emitted[]>();
    for (const output of this.fold.outstanding.values()) {
      if (output.kind !== 'emit' || this.fold.isDropped(output)) continue;
      byActor.set(output.actor, [...(byActor.get(output.actor) ?? []), output]);
    }
    return byActor;
  }

  private async appendInOrder(emissions: readonly Emitted[]): Promise<void> {
    for (const emission of emissions) {
      if (this.sent.has(emission.id)) continue;
      if (this.isReadOnly()) return;
      await this.parts.log.append(seal({ ...emission, run: this.fold.run }, this.parts.clock.now()));
      this.sent.add(emission.id);
    }
  }

  private async publishTask(output: Requested): Promise<void> {
    if (this.sent.has(output.id) || this.isReadOnly()) return;
    const { id, task: kind, key, scope, role, causationid } = output;
    let input: unknown;
    try {
      input = output.input();
    } catch (error) {
      return this.failUnasked(output, error as Error);
    }
    await this.parts.tasks.publish({ run: this.fold.run, id, kind, key, scope, role, causationid, input });
    this.sent.add(id);
  }

  /** Records a failure for a task whose input cannot be made: without a result its actor would wait forever. */
  private async failUnasked({ id, task: kind, key, scope, role, causationid }: Requested, fault: Error): Promise<void> {
    const error = {
      code: 'task.no_input',
      message: `${id}: its input cannot be made: ${fault.message.slice(0, 1000)}`,
    };
    const data = { task: id, kind, key, attempt: 0, durationMs: 0, inputSha256: '', error };
    const head = { id: resultId(id), run: this.fold.run, scope, role, causationid };
    await this.parts.log.append(shellEvent('task.failed', data, head, this.parts.clock.now()));
    this.sent.add(id);
  }

  private async appendLinks(): Promise<void> {
    for (const [through, sha256] of this.links) {
      if (this.isReadOnly()) return;
      const head = this.headOf(chainedId(through));
      await this.parts.log.append(shellEvent('log.chained', { through, sha256 }, head, this.parts.clock.now()));
      this.links.delete(through);
    }
  }

  /** Detects that the run is over, or that it cannot continue. */
  private async settle(): Promise<void> {
    const { control, sequence } = this.fold;
    if (this.again) return;
    if (control.status === 'finished') {
      if (isDraining(this.fold)) return;
      if (control.chainedThrough >= this.lastEvent.sequence) return this.finish('finished');
      this.links.set(this.lastEvent.sequence, this.lastEvent.link);
      return this.appendLinks();
    }
    if (!isIdle(this.fold)) return;
    const actors = waitingActors(this.fold);
    if (actors.length > 0) return this.appendAwaited(actors);
    if (control.quiesced) return this.finish('stuck');
    const states = Object.fromEntries(
      [...this.fold.actors.values()].map((actor) => [actor.id, statePath(actor.snapshot.value)]),
    );
    const head = this.headOf(quiescedId(control.quiescedCount + 1));
    const event = shellEvent('run.quiesced', { after: sequence, states }, head, this.parts.clock.now());
    await this.parts.log.appendAt(event, sequence);
  }

  /** Once, until something changes that is not a mere request. */
  private async appendAwaited(actors: readonly string[]): Promise<void> {
    const { control, sequence } = this.fold;
    if (isSame(actors, control.awaiting)) return;
    const head = this.headOf(awaitedId(control.awaitedCount + 1));
    const data = { after: sequence, actors: [...actors] };
    await this.parts.log.appendAt(shellEvent('decision.awaited', data, head, this.parts.clock.now()), sequence);
  }

  private finish(end: HostEnd): void {
    this.end = end;
    this.stop.abort();
  }

  private headOf(id: string): ShellEventHead {
    return { id, run: this.fold.run, role: 'host' };
  }
}
