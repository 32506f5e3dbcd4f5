import type { Logger } from 'pino';
import type { Event } from '../events/envelope.ts';
import { attemptId, resultId } from '../events/id.ts';
import { CodedError, failure, type Outcome } from '../events/outcome.ts';
import type { Bound } from '../events/projections/cost.ts';
import { recordable } from '../events/recordable.ts';
import { createRedaction, type Redaction } from '../events/redaction.ts';
import { type ShellEventHead, shellEvent } from '../events/shell-event.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/live.ts';
import type { Appended, RunLog } from '../ports/log.ts';
import type { Delivery, Task } from '../ports/tasks.ts';
import { canonical, hashOf } from './canonical.ts';
import { type Fault, faultOf, faultThrown } from './outages/faults.ts';
import { Outages } from './outages/outages.ts';
import type { Performer } from './performer.ts';
import { inputProblem, readOutcome } from './read-outcome.ts';
import type { Reservations } from './reservations.ts';

/** The worker's view of a task's run, checked before the task starts. */
export type Verdict = 'go' | 'later' | 'dropped';

export type WorkerParts = {
  readonly name: string;
  readonly run: string;
  readonly broker: Broker;
  /** The log as the host reads it, which therefore stores no text twice; by default the worker opens its own. */
  readonly log?: RunLog;
  readonly performers: readonly Performer[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Removes secrets from recorded and published data; knows none by default. */
  readonly redaction?: Redaction;
  /** The current admission as this process computes it. */
  readonly admits: (task: Task) => Verdict | Promise<Verdict>;
  /** Absent when no task costs money. */
  readonly reservations?: Reservations;
  /** Waits out faults of the infrastructure; by default each worker has its own. */
  readonly outages?: Outages;
};

/** Renewal interval, well below the lease of 10 s. */
const heartbeatMs = 2000;
const laterMs = 2000;
/** Bound on a result, which is stored inline in its event. */
const maximumResultBytes = 200_000;

type Underway = { delivery: Delivery; readonly abort: AbortController; isPaid: boolean };

type Attempt = {
  readonly number: number;
  /** The bounds of earlier attempts that ended without a result. */
  readonly lost: readonly Bound[];
  /** The outcome of a task that may not be attempted again. */
  readonly refusal?: Outcome<never>;
};

/** Takes one run's tasks from the queue, performs them at least once, and records each result exactly once. */
export class Worker {
  private readonly parts: WorkerParts;
  private readonly redaction: Redaction;
  private readonly outages: Outages;
  private readonly underway = new Map<string, Underway>();

  constructor(parts: WorkerParts) {
    this.parts = parts;
    this.redaction = parts.redaction ?? createRedaction();
    this.outages = parts.outages ?? Outages.unwatched(parts.clock);
  }

  /** Works until the signal aborts; tasks in progress are then aborted and released. */
  async work(signal: AbortSignal): Promise<void> {
    const { performers, broker, run } = this.parts;
    const log = this.parts.log ?? (await broker.logs.open(run));
    const stopAll = () => {
      for (const { abort } of this.underway.values()) abort.abort();
    };
    signal.addEventListener('abort', stopAll, { once: true });
    await Promise.all(
      performers.map((performer) =>
        broker.tasks.consume({ run, kind: performer.task.kind }, performer.concurrency, signal, (delivery) =>
          this.handle(performer, log, delivery, signal),
        ),
      ),
    );
  }

  /** Aborts the tasks in progress that `isDropped` selects, such as those of a cancelled scope. */
  abortWhere(isDropped: (taskId: string) => boolean): void {
    for (const [id, { abort }] of this.underway) if (isDropped(id)) abort.abort();
  }

  private async handle(performer: Performer, log: RunLog, delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { task } = delivery;
    const present = this.underway.get(task.id);
    if (present !== undefined) {
      present.delivery = delivery;
      return;
    }
    const underway: Underway = { delivery, abort: new AbortController(), isPaid: false };
    this.underway.set(task.id, underway);
    const heartbeat = setInterval(() => underway.delivery.working(), heartbeatMs);
    try {
      const verdict = await this.take(performer, task, log, underway, signal);
      if (verdict === 'later') await underway.delivery.release(laterMs);
      else await underway.delivery.acknowledge();
    } finally {
      clearInterval(heartbeat);
      this.underway.delete(task.id);
    }
  }

  private async take(
    performer: Performer,
    task: Task,
    log: RunLog,
    underway: Underway,
    stop: AbortSignal,
  ): Promise<Verdict> {
    const abort = underway.abort.signal;
    const { outages } = this;
    const { admits } = this.parts;
    if ((await outages.through(() => log.get(resultId(task.id)), abort)) !== undefined) return 'dropped';
    const verdict = await admits(task);
    if (verdict !== 'go') return verdict;
    const inputSha256 = hashOf(task.input);
    const problem = inputProblem(performer.task, task.input);
    const bound = problem === undefined ? performer.bound?.(task.input) : undefined;
    const start = () => this.startAttempt(performer, task, log, inputSha256, bound, underway);
    let attempt = await outages.through(start, abort);
    for (;;) {
      if (attempt === 'refused') return 'later';
      const begun = performance.now();
      const outcome = attempt.refusal ?? problem ?? (await this.perform(performer, task, attempt.number, abort));
      const fault = abort.aborted ? undefined : await this.faultIn(outcome, bound);
      if (fault !== undefined) {
        await outages.meet(fault, abort);
        await this.admitted(task, abort);
      }
      if (abort.aborted) return stop.aborted ? 'later' : 'dropped';
      if (fault === undefined) {
        const durationMs = Math.round(performance.now() - begun);
        const result = this.result(task, attempt, durationMs, inputSha256, outcome);
        await outages.through(() => log.append(result), abort);
        return 'go';
      }
      if (isPaidFor(outcome)) attempt = await outages.through(start, abort);
    }
  }

  /**
   * Returns the infrastructure's fault behind an outcome, which is then not recorded. On a full disk an unpaid task is
   * retried whatever its outcome, since it may have failed for lack of space.
   */
  private async faultIn(outcome: Outcome<unknown>, bound: Bound | undefined): Promise<Fault | undefined> {
    const fault = outcome.ok ? undefined : faultOf(outcome.error);
    if (fault !== undefined || bound !== undefined) return fault;
    const found = await this.outages.found();
    return found?.code === 'home.disk_full' ? found : undefined;
  }

  /** Returns when the task is admitted again, such as after a pause, or at the signal. */
  private async admitted(task: Task, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.parts.admits(task)) === 'later')
      await this.parts.clock.sleep(laterMs, signal);
  }

  /**
   * Records an attempt if it fits the budget; an attempt beyond the limit is neither performed nor recorded. Attempts in
   * the history that a fork shares do not count: they did not fail, and the original run paid for them.
   */
  private async startAttempt(
    performer: Performer,
    task: Task,
    log: RunLog,
    inputSha256: string,
    bound: Bound | undefined,
    underway: Underway,
  ): Promise<Attempt | 'refused'> {
    const { name: worker, clock } = this.parts;
    const lost: Bound[] = [];
    let own = 0;
    let number = 1;
    for (; own < performer.attempts; number += 1) {
      const data = { ...taskFields(task), attempt: number, worker, inputSha256, bound };
      const event = shellEvent('task.started', data, headOf(task, attemptId(task.id, number)), clock.now());
      const appended = await this.begin(log, event, bound);
      underway.isPaid = appended === 'appended' && bound !== undefined;
      if (appended === 'appended') return { number, lost };
      if (appended === 'refused') return this.refused(task, number, lost, bound);
      const before = (await log.get(event.id))?.event;
      if (before !== undefined && before.run !== task.run) continue;
      own += 1;
      const { bound: its } = (before?.data ?? {}) as { bound?: Bound };
      if (its !== undefined) lost.push(its);
    }
    const exhausted = `${task.id}: ${performer.attempts} attempts ended without a result`;
    return { number, lost, refusal: failure('task.attempts_exhausted', exhausted) };
  }

  /** A call without room waits for a larger budget; after the run's end nobody gives one, so it fails. */
  private refused(task: Task, number: number, lost: readonly Bound[], bound: Bound | undefined): Attempt | 'refused' {
    const code = bound && this.parts.reservations?.refusalAtEnd(bound);
    if (code === undefined) return 'refused';
    return { number, lost, refusal: failure(code, `${task.id}: the run is over, and its budget has no room for this`) };
  }

  private async begin(log: RunLog, event: Event, bound: Bound | undefined): Promise<Appended | 'refused'> {
    const { reservations } = this.parts;
    if (bound === undefined || reservations === undefined) return log.append(event);
    const appended = await reservations.reserve(event, bound);
    const isAlone = [...this.underway.values()].every(({ isPaid }) => !isPaid);
    if (appended === 'refused' && isAlone) await reservations.requestPause(bound);
    return appended;
  }

  private async perform(
    performer: Performer,
    task: Task,
    attempt: number,
    signal: AbortSignal,
  ): Promise<Outcome<unknown>> {
    const { live, blobs } = this.parts.broker;
    const deltas = this.redaction.stream();
    const publish = (what: Telemetry['what'], text: string): void => {
      if (text !== '') live.publish({ run: task.run, taskId: task.id, what, text });
    };
    try {
      const outcome = await performer.perform(task.input, {
        task,
        attempt,
        signal,
        blobs,
        report: (what, text) => publish(what, what === 'delta' ? deltas.next(text) : this.redaction.text(text)),
      });
      return bounded(this.redaction.value(readOutcome(performer.task, recordable(outcome))));
    } catch (error) {
      if (!signal.aborted)
        this.parts.logger.error({ task: task.id, error: (error as Error).stack }, 'a performer threw');
      const fault = faultThrown(error);
      if (fault !== undefined) return { ok: false, error: { code: fault.code, message: fault.message } };
      const code = error instanceof CodedError ? error.code : 'task.threw';
      return failure(code, (error as Error).message);
    } finally {
      publish('delta', deltas.end());
    }
  }

  private result(
    task: Task,
    { number, lost }: Attempt,
    durationMs: number,
    inputSha256: string,
    outcome: Outcome<unknown>,
  ): Event {
    const fields = {
      ...taskFields(task),
      attempt: number,
      durationMs,
      inputSha256,
      ...(lost.length > 0 && { lost: [...lost] }),
    };
    const head = headOf(task, resultId(task.id));
    const now = this.parts.clock.now();
    return outcome.ok
      ? shellEvent('task.completed', { ...fields, value: outcome.value }, head, now)
      : shellEvent('task.failed', { ...fields, error: outcome.error }, head, now);
  }
}

const headOf = ({ run, scope, role, causationid }: Task, id: string): ShellEventHead => ({
  id,
  run,
  scope,
  role,
  causationid,
});

const taskFields = (task: Task) => ({ task: task.id, kind: task.kind, key: task.key });

/** True for a failed call that used tokens: its attempt stays charged at its bound. */
const isPaidFor = (outcome: Outcome<unknown>): boolean => !outcome.ok && outcome.error.details?.usage !== undefined;

const bounded = (outcome: Outcome<unknown>): Outcome<unknown> => {
  const bytes = Buffer.byteLength(canonical(outcome));
  if (bytes <= maximumResultBytes) return outcome;
  return failure(
    'task.result_too_large',
    `a result has ${bytes} bytes; at most ${maximumResultBytes} fit into an event`,
  );
};
