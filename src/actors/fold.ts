import type { Event } from '../events/envelope.ts';
import { encloses, outputId, outputOf, parentScope, resultId, rootScope, scopeKind, taskOf } from '../events/id.ts';
import { CodedError } from '../events/outcome.ts';
import { upcast } from '../events/upcast.ts';
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
  private readonly scopes = new Set<string>();
  private readonly actorsOfRole = new Map<string, Actor[]>();

  constructor(roster: Roster) {
    this.roster = roster;
  }

  /** Applies the next event of the log. Throws CodedError('log.gap') when it is not the next one. */
  apply(event: Event, sequence: number): void {
    if (sequence !== this.sequence + 1) {
      throw new CodedError('log.gap', `event ${sequence} follows ${this.sequence}: the log has a gap`);
    }
    this.sequence = sequence;
    const current = upcast(event, this.roster.definitions.get(event.type));
    if (this.started === undefined) this.begin(current);
    this.settle(current);
    this.control.apply(current, sequence);
    this.spending.apply(current);
    this.openScope(current.scope, current);
    this.deliver(current);
  }

  /** A fold that goes on from here by itself; what never changes, such as the states of machines, is shared. */
  copy(): Fold {
    const copy = new Fold(this.roster);
    copy.started = this.started;
    copy.run = this.run;
    copy.sequence = this.sequence;
    copy.divergence = this.divergence;
    Object.assign(copy.control, structuredClone({ ...this.control }));
    Object.assign(copy.spending, structuredClone({ ...this.spending }));
    for (const [id, output] of this.outstanding) copy.outstanding.set(id, output);
    for (const scope of this.scopes) copy.scopes.add(scope);
    for (const actor of this.actors.values()) copy.addActor({ ...actor, latest: new Map(actor.latest) });
    return copy;
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
      this.settleTask(event, task);
      return;
    }
    const output = this.outstanding.get(event.id);
    if (output?.kind === 'emit') {
      this.outstanding.delete(event.id);
      const actual = { type: event.type, scope: event.scope, data: event.data };
      const expected = { type: output.type, scope: output.scope, data: output.data };
      if (canonical(actual) !== canonical(expected))
        this.diverge(event, expected, actual, 'another output is recorded');
    } else if (this.roster.roles.has(event.role)) {
      const expected = output === undefined ? null : { task: output.task, key: output.key };
      this.diverge(event, expected, { type: event.type }, 'an output is recorded that this code did not make');
    }
  }

  /** An attempt or a result. Another worker's attempt may be recorded after the result: then nothing is outstanding. */
  private settleTask(event: Event, task: string): void {
    const output = this.outstanding.get(task);
    const isResult = event.id === resultId(task);
    if (isResult) this.outstanding.delete(task);
    if (output === undefined && !isResult && this.hasAsked(task)) return;
    const { kind, key } = event.data as { kind: string; key: string };
    if (output?.kind === 'perform' && output.task === kind && output.key === key) return;
    const asked = output?.kind === 'emit' ? { type: output.type } : output && { task: output.task, key: output.key };
    this.diverge(event, asked ?? null, { task: kind, key }, 'a task is recorded that this code did not ask for');
  }

  private hasAsked(task: string): boolean {
    const cut = task.lastIndexOf('.');
    return (this.actors.get(task.slice(0, cut))?.outputs ?? 0) >= Number(task.slice(cut + 1));
  }

  private diverge(event: Event, expected: unknown, actual: unknown, message: string): void {
    this.divergence ??= {
      sequence: this.sequence,
      id: event.id,
      actor: actorOf(event),
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
    this.addActor(actor);
    this.record(actor, asked, opening);
  }

  private addActor(actor: Actor): void {
    const { id, role } = actor;
    this.actorsOfRole.set(role.name, [...(this.actorsOfRole.get(role.name) ?? []), actor]);
    this.actors.set(id, actor);
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

/** The actor that an event or its task is of: events may belong to another scope than their actor. */
export const actorOf = ({ id }: Event): string => outputOf(id).replace(/\.[^.]*$/, '');

const ownerScope = (event: Event): string => event.id.slice(0, event.id.lastIndexOf(`.${event.role}.`));

const incoming = (event: Event, type: string): Incoming => ({
  type,
  id: event.id,
  scope: event.scope,
  role: event.role,
  time: event.time,
  data: event.data,
});
