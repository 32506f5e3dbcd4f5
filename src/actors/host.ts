import type { Logger } from 'pino';
import { seal } from '../events/envelope.ts';
import { chainedId, quiescedId, resultId } from '../events/id.ts';
import { type ShellEventHead, shellEvent } from '../events/shell-event.ts';
import type { Clock } from '../ports/clock.ts';
import type { Recorded, RunLog } from '../ports/log.ts';
import type { TaskQueue } from '../ports/tasks.ts';
import { statePath } from './actor.ts';
import { admitted, isQuiescent } from './admission.ts';
import { chainInterval, HashChain } from './chain.ts';
import { Fold } from './fold.ts';
import type { Emitted, Requested } from './output.ts';
import type { Roster } from './roster.ts';

/** How a host's work on a run ended. `stuck`: the run quiesced and no role reacted. */
export type HostEnd = 'finished' | 'stuck' | 'read-only' | 'stopped';

export type HostParts = {
  readonly log: RunLog;
  readonly tasks: TaskQueue;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of what kept the host from publishing; it tries again by itself. */
  readonly onError?: (error: unknown) => void;
  /** Called after each event is applied. */
  readonly onEvent?: (recorded: Recorded, fold: Fold) => void;
};

/** Well above an append, well below a person's patience: what was lost in between is published again. */
const reconcileMs = 3000;

/**
 * Folds a run and publishes what is outstanding. Starting, resuming and recovering are this one thing, and several
 * hosts may do it at once: the second append of an event loses harmlessly.
 */
export class Host {
  readonly fold: Fold;
  private readonly parts: HostParts;
  private readonly chain = new HashChain();
  /** Chain values that the log should have and may not have yet: position -> hash. */
  private readonly links = new Map<number, string>();
  /** Ids published since the last reconciliation. */
  private readonly sent = new Set<string>();
  private pumping: Promise<void> | undefined;
  private again = false;
  private lastLink = '';
  /** Head of the log when the host began: before it is folded, an output may be recorded already. */
  private head = 0;
  private readonly stop = new AbortController();
  private end: HostEnd = 'stopped';

  constructor(parts: HostParts) {
    this.parts = parts;
    this.fold = new Fold(parts.roster);
  }

  /** Works until the run is over or the signal; returns when nothing of it is under way. */
  async work(signal: AbortSignal): Promise<HostEnd> {
    const over = AbortSignal.any([signal, this.stop.signal]);
    const timer = setInterval(() => {
      this.sent.clear();
      this.pump();
    }, reconcileMs);
    try {
      this.head = await this.parts.log.lastSequence();
      for await (const recorded of this.parts.log.follow(1, over)) {
        this.apply(recorded);
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
    if (recorded.event.type === 'run.finished') this.links.set(recorded.sequence, this.lastLink);
    if (recorded.event.type === 'log.chained') this.links.delete((recorded.event.data as { through: number }).through);
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
        this.parts.logger.warn({ error: (error as Error).message }, 'publishing failed; trying again');
        this.parts.onError?.(error);
      }
    }
    // At once, not in a later microtask: an event applied in between would wake nobody.
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

  /** Asked before each single thing that is published: a difference may be found between two of them. */
  private isReadOnly(): boolean {
    return this.fold.divergence !== undefined;
  }

  /** What each actor has yet to have recorded, in its order. */
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

  /** A task whose input cannot be made can never be performed: without a result its actor would wait for ever. */
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

  /** Notices that the run is over, or that it cannot go on. */
  private async settle(): Promise<void> {
    const { control, sequence } = this.fold;
    if (this.again) return;
    if (control.status === 'finished') {
      if (this.emissions().size === 0 && control.chainedThrough >= control.finishedAt) this.finish('finished');
      return;
    }
    if (!isQuiescent(this.fold)) return;
    if (control.quiesced) return this.finish('stuck');
    const states = Object.fromEntries(
      [...this.fold.actors.values()].map((actor) => [actor.id, statePath(actor.snapshot.value)]),
    );
    const head = this.headOf(quiescedId(control.quiescedCount + 1));
    const event = shellEvent('run.quiesced', { after: sequence, states }, head, this.parts.clock.now());
    await this.parts.log.appendAt(event, sequence);
  }

  private finish(end: HostEnd): void {
    this.end = end;
    this.stop.abort();
  }

  private headOf(id: string): ShellEventHead {
    return { id, run: this.fold.run, role: 'host' };
  }
}
