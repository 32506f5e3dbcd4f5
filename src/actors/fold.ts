import type { Event } from '../events/envelope.ts';
import {
  actorId,
  actorOf,
  checkId,
  outputId,
  outputIndex,
  ownerOf,
  parentScope,
  resultId,
  rootScope,
  scopeKind,
  taskOf,
} from '../events/id.ts';
import { CodedError } from '../events/outcome.ts';
import { upcast } from '../events/upcast.ts';
import type { RunStarted } from '../events/vocabulary/run.ts';
import type { Incoming, MakeEmission, Role, Work } from '../machines/kit/kit.ts';
import { type Actor, stateOf } from './actor.ts';
import { isSame } from './canonical.ts';
import { Control } from './control.ts';
import { failureOf, lateEmission, madeOf } from './emission.ts';
import { incoming, resultIn } from './incoming.ts';
import type { Depth, Divergence, Emitted, Output, OutputHead } from './output.ts';
import { requested, undeclared } from './request.ts';
import type { Roster } from './roster.ts';
import { Spending } from './spending.ts';
import { type Asked, openMachine, stepMachine } from './transition.ts';

type Broken = { readonly code: string; readonly message: string };

export type { Depth } from './output.ts';

/**
 * Folds a log into state. Each actor's machine is folded over the events that reach it; the outputs that it requests
 * and the log does not hold yet are outstanding. Deterministic: it uses no clock, no randomness and no I/O.
 */
export class Fold {
  readonly roster: Roster;
  readonly depth: Depth;
  readonly control = new Control();
  readonly spending = new Spending();
  readonly actors = new Map<string, Actor>();
  /** In the order of the requests. */
  readonly outstanding = new Map<string, Output>();
  started: RunStarted | undefined;
  run = '';
  /** Sequence of the last applied event. */
  sequence = 0;
  /** Ids of the actors that the last event created, stepped or failed; all others are unchanged. */
  readonly touched = new Set<string>();
  divergence: Divergence | undefined;
  private readonly edited: readonly string[];
  /** Each open scope with its child scopes. */
  private readonly scopes = new Map<string, string[]>();

  /** `edited`: ids of events whose data is accepted even where this code would have recorded other data. */
  constructor(roster: Roster, depth: Depth = 'outputs', edited: readonly string[] = []) {
    this.roster = roster;
    this.depth = depth;
    this.edited = edited;
  }

  /** Applies the next event of the log. Throws CodedError('log.gap') when its sequence is not the next one. */
  apply(event: Event, sequence: number): void {
    if (sequence !== this.sequence + 1) {
      throw new CodedError('log.gap', `event ${sequence} follows ${this.sequence}: the log has a gap`);
    }
    this.sequence = sequence;
    this.touched.clear();
    const current = upcast(event, this.roster.definitions.get(event.type));
    if (this.started === undefined) this.begin(current);
    this.settle(current);
    this.control.apply(current, sequence);
    this.spending.apply(current);
    this.openScope(current.scope, current);
    this.deliver(current);
  }

  /** Returns an independent copy of this fold; immutable values, such as the machines' snapshots, are shared. */
  copy(): Fold {
    const copy = new Fold(this.roster, this.depth, this.edited);
    copy.started = this.started;
    copy.run = this.run;
    copy.sequence = this.sequence;
    copy.divergence = this.divergence;
    Object.assign(copy.control, structuredClone({ ...this.control }));
    Object.assign(copy.spending, structuredClone({ ...this.spending }));
    for (const [id, output] of this.outstanding) copy.outstanding.set(id, output);
    for (const [scope, below] of this.scopes) copy.scopes.set(scope, [...below]);
    for (const [id, actor] of this.actors) copy.actors.set(id, { ...actor, latest: new Map(actor.latest) });
    return copy;
  }

  /** Returns every actor's state as data, by actor id. */
  states(): Record<string, unknown> {
    return Object.fromEntries([...this.actors.values()].map((actor) => [actor.id, stateOf(actor)]));
  }

  /** True for an output of a cancelled scope: it is never published. */
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

  /** Removes the recorded output from the outstanding ones, and compares it with the one that this code requested. */
  private settle(event: Event): void {
    const task = taskOf(event.id);
    const output = this.outstanding.get(event.id);
    if (task !== undefined) this.settleTask(event, task);
    else if (output?.kind === 'emit') {
      this.outstanding.delete(event.id);
      if (this.depth === 'outputs') this.compare(event, output);
      else if (event.type === 'actor.failed') this.breakDown(output.actor, event.data as Broken);
    } else if (this.roster.roles.has(event.role)) {
      const expected = output === undefined ? null : { task: output.task, key: output.key };
      this.diverge(event, expected, { type: event.type }, 'an output is recorded that this code did not make');
    }
  }

  /**
   * True for the history that a fork shares. It was recorded under another run's name, hash chain and models, and may be
   * edited, so that its data is accepted unchecked. It was compared when the fork was made.
   */
  isGiven(event: Event): boolean {
    return this.sequence <= (this.started?.forkedFrom?.through ?? 0) || this.edited.includes(event.id);
  }

  private compare(event: Event, output: Emitted): void {
    const isGiven = this.isGiven(event);
    const actual = { type: event.type, scope: event.scope, data: isGiven ? null : event.data };
    const expected = { type: output.type, scope: output.scope, data: isGiven ? null : output.data };
    if (!isSame(actual, expected)) this.diverge(event, expected, actual, 'another output is recorded');
  }

  /** Handles an attempt or a result. Another worker's attempt may follow the result: then nothing is outstanding. */
  private settleTask(event: Event, task: string): void {
    const output = this.outstanding.get(task);
    const isResult = event.id === resultId(task);
    if (isResult) this.outstanding.delete(task);
    // Outputs of a role whose code is not loaded are accepted unchecked.
    const isOfMissing = this.roster.missing.has(task.split('.').at(-2) ?? '');
    if (output === undefined && (isOfMissing || (!isResult && this.hasAsked(task)))) return;
    const { kind, key } = event.data as { kind: string; key: string };
    if (output?.kind === 'perform' && output.task === kind && output.key === key) return;
    const asked = output?.kind === 'emit' ? { type: output.type } : output && { task: output.task, key: output.key };
    this.diverge(event, asked ?? null, { task: kind, key }, 'a task is recorded that this code did not request');
  }

  private hasAsked(task: string): boolean {
    return (this.actors.get(actorOf(task))?.outputs ?? 0) >= outputIndex(task);
  }

  private diverge(event: Event, expected: unknown, actual: unknown, message: string): void {
    this.divergence ??= {
      sequence: this.sequence,
      id: event.id,
      actor: actorOf(event.id),
      expected,
      actual,
      message,
    };
  }

  private openScope(scope: string, event: Event): void {
    if (this.scopes.has(scope)) return;
    checkId(scope);
    const parent = parentScope(scope);
    if (parent !== undefined) {
      this.openScope(parent, event);
      this.scopes.get(parent)?.push(scope);
    }
    this.scopes.set(scope, []);
    for (const role of this.roster.roles.values()) {
      if (role.scopes.includes(scopeKind(scope))) this.openActor(role, scope, event);
    }
  }

  private openActor(role: Role, scope: string, opening: Event): void {
    if (this.started === undefined) return;
    const input = { run: this.run, scope, started: this.started, opening };
    const { snapshot, asked } = openMachine(role.machine, input);
    const actor: Actor = {
      id: actorId(scope, role.name),
      role,
      scope,
      snapshot,
      outputs: 0,
      latest: new Map(),
      failure: undefined,
    };
    this.actors.set(actor.id, actor);
    this.touched.add(actor.id);
    if (snapshot.status === 'error') this.failActor(actor, opening, snapshot.error);
    else this.record(actor, asked, opening);
  }

  private deliver(event: Event): void {
    const task = taskOf(event.id);
    if (task !== undefined) this.deliverResult(event, task);
    const own = this.actors.get(ownerOf(event.id, event.role) ?? '');
    if (own !== undefined) this.step(own, event, incoming(event, event.type));
    const consumers = this.roster.consumers.get(event.type);
    if (consumers === undefined) return;
    const scopes = this.scopesReachedBy(event);
    for (const { role, as } of consumers) {
      for (const scope of scopes) {
        const actor = this.actors.get(actorId(scope, role));
        if (actor !== undefined && actor !== own) this.step(actor, event, incoming(event, as));
      }
    }
  }

  /**
   * Returns the scopes that an event reaches: its own, all below it, and the run's, whose actors receive every event. A
   * failure also reaches the enclosing scopes, where an actor may wait for the one that failed.
   */
  private scopesReachedBy({ type, scope }: Event): readonly string[] {
    const reached = [scope];
    for (const one of reached) reached.push(...(this.scopes.get(one) ?? []));
    const parents: string[] = [];
    for (let around = parentScope(scope); around !== undefined; around = parentScope(around))
      if (around === rootScope || type === 'actor.failed') parents.push(around);
    return [...parents, ...reached];
  }

  private deliverResult(event: Event, task: string): void {
    if (event.id !== resultId(task)) return;
    const actor = this.actors.get(actorOf(task));
    const { key, outcome } = resultIn(event);
    if (actor === undefined || actor.latest.get(key) !== task) return;
    this.step(actor, event, { ...incoming(event, `result.${key}`), outcome });
  }

  private step(actor: Actor, event: Event, delivered: Incoming): void {
    if (actor.failure !== undefined || (actor.scope !== rootScope && this.control.isCancelled(actor.scope))) return;
    try {
      const { snapshot, asked } = stepMachine(actor.role.machine, actor.snapshot, delivered);
      actor.snapshot = snapshot;
      this.touched.add(actor.id);
      this.record(actor, asked, event);
    } catch (error) {
      if (error instanceof CodedError) throw error;
      this.failActor(actor, event, error);
    }
  }

  private record(actor: Actor, asked: readonly Asked[], cause: Event): void {
    for (const one of asked) {
      if (actor.failure !== undefined) return;
      if (typeof one === 'function') this.recordEmission(actor, one, cause);
      else this.recordWork(actor, one, cause);
    }
  }

  private recordEmission(actor: Actor, make: MakeEmission, cause: Event): void {
    const head = this.outputHead(actor, cause);
    if (this.depth === 'states') this.outstanding.set(head.id, lateEmission(head, actor, make));
    else this.addEmitted(head, madeOf(actor, make));
  }

  private addEmitted(head: OutputHead, made: ReturnType<typeof madeOf>): void {
    this.outstanding.set(head.id, { ...head, kind: 'emit', ...made });
    if (made.type === 'actor.failed') this.breakDown(head.actor, made.data as Broken);
  }

  private breakDown(actor: string, { code, message }: Broken): void {
    const broken = this.actors.get(actor);
    this.touched.add(actor);
    if (broken !== undefined) broken.failure = `${code}: ${message}`;
  }

  private recordWork(actor: Actor, work: Work, cause: Event): void {
    const head = this.outputHead(actor, cause);
    const fault = undeclared(actor, work);
    if (fault === undefined) {
      actor.latest.set(work.key, head.id);
      this.outstanding.set(head.id, requested(head, actor, work));
    } else this.addEmitted(head, fault);
  }

  private outputHead(actor: Actor, cause: Event): OutputHead {
    actor.outputs += 1;
    const id = outputId(actor.scope, actor.role.name, actor.outputs);
    return { id, actor: actor.id, role: actor.role.name, causationid: cause.id };
  }

  private failActor(actor: Actor, cause: Event, error: unknown): void {
    this.addEmitted(this.outputHead(actor, cause), failureOf(actor, 'actor.threw', (error as Error).message));
  }
}
