import type { Event } from '../events/envelope.ts';
import { versionOf } from '../events/envelope.ts';
import { encloses, outputId, parentScope, resultId, rootScope, scopeKind, taskOf } from '../events/id.ts';
import { CodedError } from '../events/outcome.ts';
import type { RunStarted } from '../events/vocabulary/run.ts';
import type { Emission, Incoming, Role, Work } from '../machines/kit/index.ts';
import { type Actor, openActor, stateOf, stepActor } from './actor.ts';
import { canonical } from './canonical.ts';
import { Control } from './control.ts';
import type { Divergence, Emitted, Output } from './output.ts';
import type { Roster } from './roster.ts';
import { Spending } from './spending.ts';

/**
 * Log -> state. Every actor's machine is folded over the events that reach it; what they ask for and the log does not
 * have yet is outstanding. Pure but for its own fields: no clock, no random, no input or output.
 */
export class Fold {
  readonly roster: Roster;
  readonly control = new Control();
  readonly spending = new Spending();
  readonly actors = new Map<string, Actor>();
  /** In the order in which they were asked for. */
  readonly outstanding = new Map<string, Output>();
  started: RunStarted | undefined;
  run = '';
  /** Position of the last event applied. */
  sequence = 0;
  divergence: Divergence | undefined;
  private readonly edited: readonly string[];
  private readonly scopes = new Set<string>();
  private readonly actorsOfRole = new Map<string, Actor[]>();

  /** `edited`: ids of events whose data is taken as it stands, whatever this code would have recorded. */
  constructor(roster: Roster, edited: readonly string[] = []) {
    this.roster = roster;
    this.edited = edited;
  }

  /** Applies the next event of the log. Throws CodedError('log.gap') when it is not the next one. */
  apply(event: Event, sequence: number): void {
    if (sequence !== this.sequence + 1) {
      throw new CodedError('log.gap', `event ${sequence} follows ${this.sequence}: the log has a gap`);
    }
    this.sequence = sequence;
    const current = this.upcast(event);
    if (this.started === undefined) this.begin(current);
    this.settle(current);
    this.control.apply(current, sequence);
    this.spending.apply(current);
    this.openScope(current.scope, current);
    this.deliver(current);
  }

  /** Every actor's state, by actor id, as data. */
  states(): Record<string, unknown> {
    return Object.fromEntries([...this.actors.values()].map((actor) => [actor.id, stateOf(actor)]));
  }

  /** True for what a cancelled scope asked for: it will not be done. */
  isDropped(output: Output): boolean {
    if (output.kind === 'perform') return this.control.isCancelled(output.scope);
    const actor = this.actors.get(output.actor);
    return actor !== undefined && actor.scope !== rootScope && this.control.isCancelled(actor.scope);
  }

  private upcast(event: Event): Event {
    const definition = this.roster.definitions.get(event.type);
    if (definition?.upcasts === undefined) return event;
    let data = event.data;
    for (let version = versionOf(event); version < definition.version; version += 1) {
      const upcast = definition.upcasts[version];
      if (upcast === undefined) {
        throw new CodedError('event.version', `${event.type} has no way from version ${version} to ${version + 1}`);
      }
      data = upcast(data);
    }
    return { ...event, data };
  }

  private begin(event: Event): void {
    if (event.type !== 'run.started') {
      throw new CodedError('log.no_start', `the log begins with ${event.type} instead of run.started`);
    }
    this.started = event.data as RunStarted;
    this.run = event.run;
  }

  /** Takes what the event records off the outstanding outputs, and compares it with what this code asked for. */
  private settle(event: Event): void {
    const task = taskOf(event.id);
    if (task !== undefined) {
      if (event.id === resultId(task)) this.settleResult(event, task);
      return;
    }
    const output = this.outstanding.get(event.id);
    if (output?.kind === 'emit') {
      this.outstanding.delete(event.id);
      const isGiven = this.isGiven(event);
      const actual = { type: event.type, scope: event.scope, data: isGiven ? null : event.data };
      const expected = { type: output.type, scope: output.scope, data: isGiven ? null : output.data };
      if (canonical(actual) !== canonical(expected))
        this.diverge(event, expected, actual, 'another output is recorded');
    } else if (this.roster.roles.has(event.role)) {
      this.diverge(event, output ?? null, { type: event.type }, 'an output is recorded that this code did not make');
    }
  }

  /**
   * True for history that a fork shares: it was recorded under another run's name, hash chain and models, and may be
   * edited, so that its data is taken as it stands. It was compared when the fork was made.
   */
  private isGiven(event: Event): boolean {
    return this.sequence <= (this.started?.forkedFrom?.through ?? 0) || this.edited.includes(event.id);
  }

  private settleResult(event: Event, task: string): void {
    if (!this.outstanding.delete(task)) {
      this.diverge(
        event,
        null,
        { type: event.type, task },
        'a result is recorded of a task that this code did not ask for',
      );
    }
  }

  private diverge(event: Event, expected: unknown, actual: unknown, message: string): void {
    this.divergence ??= {
      sequence: this.sequence,
      id: event.id,
      actor: `${event.scope}.${event.role}`,
      expected,
      actual,
      message,
    };
  }

  private openScope(scope: string, event: Event): void {
    if (this.scopes.has(scope)) return;
    const parent = parentScope(scope);
    if (parent !== undefined) this.openScope(parent, event);
    this.scopes.add(scope);
    for (const role of this.roster.roles.values()) {
      if (role.scopes.includes(scopeKind(scope))) this.openActor(role, scope, event);
    }
  }

  private openActor(role: Role, scope: string, opening: Event): void {
    const input = { run: this.run, scope, started: this.started, opening };
    const { snapshot, asked } = openActor(role, input);
    const actor: Actor = {
      id: `${scope}.${role.name}`,
      role,
      scope,
      snapshot,
      outputs: 0,
      latest: new Map(),
      failed: false,
    };
    this.actorsOfRole.set(role.name, [...(this.actorsOfRole.get(role.name) ?? []), actor]);
    this.actors.set(actor.id, actor);
    this.record(actor, asked, opening);
  }

  private deliver(event: Event): void {
    const task = taskOf(event.id);
    if (task !== undefined) this.deliverResult(event, task);
    this.deliverOwn(event);
    for (const { role, as } of this.roster.consumers.get(event.type) ?? []) {
      for (const actor of this.receivers(role, event)) this.step(actor, event, incoming(event, as));
    }
  }

  /** Actors of a role that an event reaches: in its own scope and below, and all of the run's. */
  private receivers(role: string, event: Event): readonly Actor[] {
    const own = isOwn(event) ? `${ownerScope(event)}.${event.role}` : '';
    return (this.actorsOfRole.get(role) ?? []).filter(
      (actor) => actor.id !== own && (actor.scope === rootScope || encloses(event.scope, actor.scope)),
    );
  }

  private deliverOwn(event: Event): void {
    if (!isOwn(event)) return;
    const actor = this.actors.get(`${ownerScope(event)}.${event.role}`);
    if (actor !== undefined) this.step(actor, event, incoming(event, event.type));
  }

  private deliverResult(event: Event, task: string): void {
    if (event.id !== resultId(task)) return;
    const actor = this.actors.get(task.slice(0, task.lastIndexOf('.')));
    const data = event.data as { key: string; value?: unknown; error?: { code: string; message: string } };
    if (actor === undefined || actor.latest.get(data.key) !== task) return;
    const outcome =
      data.error === undefined ? { ok: true as const, value: data.value } : { ok: false as const, error: data.error };
    this.step(actor, event, { ...incoming(event, `result.${data.key}`), outcome });
  }

  private step(actor: Actor, event: Event, delivered: Incoming): void {
    if (actor.failed || (actor.scope !== rootScope && this.control.isCancelled(actor.scope))) return;
    try {
      this.record(actor, stepActor(actor, delivered), event);
    } catch (error) {
      if (error instanceof CodedError) throw error;
      this.failActor(actor, event, 'actor.threw', (error as Error).message);
    }
  }

  private record(actor: Actor, asked: readonly (Emission | Work)[], cause: Event): void {
    for (const one of asked) {
      if (actor.failed) return;
      if ('type' in one) this.recordEmission(actor, one, cause);
      else this.recordWork(actor, one, cause);
    }
  }

  private recordEmission(actor: Actor, emission: Emission, cause: Event): void {
    const definition = actor.role.events[emission.type];
    const checked = definition?.schema.safeParse(emission.data);
    if (definition === undefined || checked?.success !== true) {
      const problem = definition === undefined ? 'its role does not publish it' : (checked?.error?.message ?? '');
      this.failActor(actor, cause, 'actor.invalid_event', `${emission.type}: ${problem}`);
      return;
    }
    this.addEmitted(actor, cause, emission.type, definition.version, checked.data, emission.scope ?? actor.scope);
  }

  private addEmitted(actor: Actor, cause: Event, type: string, version: number, data: unknown, scope: string): void {
    const output: Emitted = { ...this.outputHead(actor, cause), kind: 'emit', scope, type, version, data };
    this.outstanding.set(output.id, output);
  }

  private recordWork(actor: Actor, work: Work, cause: Event): void {
    const head = this.outputHead(actor, cause);
    actor.latest.set(work.key, head.id);
    this.outstanding.set(head.id, {
      ...head,
      kind: 'perform',
      scope: actor.scope,
      task: work.kind,
      key: work.key,
      input: work.input,
    });
  }

  private outputHead(actor: Actor, cause: Event) {
    actor.outputs += 1;
    const id = outputId(actor.scope, actor.role.name, actor.outputs);
    return { id, actor: actor.id, role: actor.role.name, causationid: cause.id };
  }

  private failActor(actor: Actor, cause: Event, code: string, message: string): void {
    actor.failed = true;
    const data = { actor: actor.id, code, message: message.slice(0, 2000) };
    this.addEmitted(actor, cause, 'actor.failed', 1, data, actor.scope);
  }
}

/** Made by an actor, and no result or attempt: its id ends in the number of an output. */
const isOwn = (event: Event): boolean =>
  event.id.endsWith(`.${event.role}.${event.id.slice(event.id.lastIndexOf('.') + 1)}`);

const ownerScope = (event: Event): string => event.id.slice(0, event.id.lastIndexOf(`.${event.role}.`));

const incoming = (event: Event, type: string): Incoming => ({
  type,
  id: event.id,
  scope: event.scope,
  role: event.role,
  time: event.time,
  data: event.data,
});
