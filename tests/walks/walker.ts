import assert from 'node:assert/strict';
import { type AnyMachineSnapshot, getInitialMicrosteps, getMicrosteps } from 'xstate';
import { type Asked, openMachine, stepMachine } from '../../src/actors/transition.ts';
import { seal } from '../../src/events/envelope.ts';
import type { Outcome } from '../../src/events/outcome.ts';
import type { ActorInput, Emission, Incoming, Role, Work } from '../../src/machines/kit/kit.ts';
import { asRecorded } from '../support/results.ts';

/** An event of another role, or of a person. */
export type Heard = { readonly type: string; readonly data: unknown; readonly scope?: string; readonly once?: string };

/** An event as the fold delivers it. */
export type Delivered = Omit<Incoming, 'data'> & { readonly data: any };

/** The possible next moves: the oldest emission is recorded, a task gets its result, or another event arrives. */
export type Move = { readonly type: string } & (
  | { readonly kind: 'record' }
  | { readonly kind: 'result'; readonly key: string; readonly outcome: Outcome<unknown> }
  | { readonly kind: 'hear'; readonly heard: Heard }
);

/** One actor during a walk: its machine, and its requests that are still unanswered. */
export type Walk = {
  readonly snapshot: AnyMachineSnapshot;
  readonly pending: readonly Emission[];
  readonly tasks: Readonly<Record<string, Work>>;
  /** Names of the once-only events that have already come. */
  readonly once: readonly string[];
  /** Requests to the actor without a recorded outcome yet. */
  readonly owed: readonly string[];
  /** The outcome of the last request. */
  readonly end: string;
};

/** A bounded world for one role: the requests to it, and every kind of answer that it may get. */
export type World = {
  readonly role: Role;
  readonly scope: string;
  readonly started: any;
  /** Requests that exist before the first event. */
  readonly owed?: readonly string[];
  readonly hear: (walk: Walk) => readonly Heard[];
  /** Name -> a task's result. */
  readonly answers: (work: Work, context: any) => Readonly<Record<string, Outcome<unknown>>>;
  /** The requests that an event makes, and those that it settles. */
  readonly opens: (event: Delivered) => string | undefined;
  readonly settles: (event: Delivered) => string | undefined;
  /** The part of the context that distinguishes states; all of it, unless parts grow without affecting what may happen. */
  readonly seen?: (context: any) => unknown;
};

const asJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));
const time = '2026-01-01T00:00:00.000Z';
const opening = seal(
  {
    id: 'run.started',
    type: 'run.started',
    version: 1,
    run: 'test',
    scope: 'run',
    role: 'host',
    causationid: '',
    data: {},
  },
  time,
);

export const inputOf = ({ scope, started }: World): ActorInput => ({ run: 'test', scope, started, opening });

/** An event as the fold delivers it to the machine. */
export const delivered = ({ role, scope }: World, walk: Walk, move: Move): Delivered => {
  const head = { id: 'x', scope, role: 'given', time };
  if (move.kind === 'hear') {
    assert.ok(role.consumes.includes(move.heard.type), `${role.name} does not consume ${move.heard.type}`);
    return { ...head, scope: move.heard.scope ?? scope, type: move.heard.type, data: asJson(move.heard.data) };
  }
  if (move.kind === 'result')
    return {
      ...head,
      role: role.name,
      type: `result.${move.key}`,
      data: { key: move.key },
      outcome: asJson(move.outcome),
    };
  const [emission] = walk.pending as readonly [Emission];
  const checked = role.events[emission.type]?.schema.safeParse(emission.data);
  assert.ok(checked?.success, `${role.name} emits ${emission.type}: ${checked?.error?.message}`);
  const data = asJson(checked.data);
  return { ...head, role: role.name, scope: emission.scope ?? scope, type: emission.type, data };
};

export const moves = (world: World, walk: Walk): readonly Move[] => [
  ...(walk.pending.length > 0 ? [{ type: `record ${walk.pending[0]?.type}`, kind: 'record' as const }] : []),
  ...Object.values(walk.tasks).flatMap((work) =>
    Object.entries(world.answers(work, walk.snapshot.context)).map(([name, outcome]) => ({
      type: `${work.key}: ${name}`,
      kind: 'result' as const,
      key: work.key,
      outcome: asRecorded(work.kind, outcome),
    })),
  ),
  ...world
    .hear(walk)
    .filter(({ once }) => once === undefined || !walk.once.includes(once))
    .map((heard) => ({ type: `hear ${JSON.stringify(heard)}`, kind: 'hear' as const, heard })),
];

/** Actor logic for XState's graph functions: a machine with its mailbox, so that its emissions come back to it. */
export class Walker {
  readonly world: World;
  /** Ids of all state nodes that were entered, even transiently. */
  readonly entered = new Set<string>();
  /** The outcomes of requests. */
  readonly ends = new Set<string>();
  /** Caches, because the graph functions request the same steps and names repeatedly. */
  private readonly steps = new WeakMap<Walk, Map<string, Walk>>();
  private readonly names = new WeakMap<Walk, string>();
  private initial: Walk | undefined;

  constructor(world: World) {
    this.world = world;
  }

  readonly getInitialSnapshot = (): Walk => {
    const { role, owed = [] } = this.world;
    this.enter(getInitialMicrosteps(role.machine, inputOf(this.world)));
    const { snapshot, asked } = openMachine(role.machine, inputOf(this.world));
    this.initial ??= this.withAsked({ snapshot, pending: [], tasks: {}, once: [], owed, end: '' }, asked);
    return this.initial;
  };

  readonly transition = (walk: Walk, move: Move): Walk => {
    const taken = this.steps.get(walk) ?? new Map<string, Walk>();
    this.steps.set(walk, taken);
    const next = taken.get(move.type) ?? this.step(walk, move);
    taken.set(move.type, next);
    return next;
  };

  readonly serializeState = (walk: Walk): string => {
    const name = this.names.get(walk) ?? this.name(walk);
    this.names.set(walk, name);
    return name;
  };

  private step(walk: Walk, move: Move): Walk {
    const { role, opens, settles } = this.world;
    const event = delivered(this.world, walk, move);
    this.enter(getMicrosteps(role.machine, walk.snapshot, event));
    const { snapshot, asked } = stepMachine(role.machine, walk.snapshot, event);
    const [opened, settled] = [opens(event), settles(event)];
    const isOwed = settled !== undefined && walk.owed.includes(settled);
    const end = isOwed ? (typeof event.data.code === 'string' ? event.data.code : event.type) : walk.end;
    if (isOwed) this.ends.add(end);
    const owed = new Set([...walk.owed, ...(opened === undefined ? [] : [opened])]);
    if (settled !== undefined) owed.delete(settled);
    const once =
      move.kind === 'hear' && move.heard.once !== undefined ? [...walk.once, move.heard.once].sort() : walk.once;
    const { [move.kind === 'result' ? move.key : '']: _, ...tasks } = walk.tasks;
    const pending = move.kind === 'record' ? walk.pending.slice(1) : walk.pending;
    return this.withAsked({ snapshot, pending, tasks, once, owed: [...owed].sort(), end }, asked);
  }

  private withAsked(walk: Walk, asked: readonly Asked[]): Walk {
    const works = asked.filter((one) => typeof one !== 'function');
    const made = asked.filter((one) => typeof one === 'function').map((make) => make());
    return {
      ...walk,
      pending: [...walk.pending, ...made],
      tasks: { ...walk.tasks, ...Object.fromEntries(works.map((work) => [work.key, work])) },
    };
  }

  private enter(steps: readonly (readonly [AnyMachineSnapshot, unknown])[]): void {
    for (const [snapshot] of steps) for (const node of snapshot._nodes) this.entered.add(node.id);
  }

  private name({ snapshot, pending, tasks, once, owed, end }: Walk): string {
    const { started: _, ...context } = snapshot.context;
    const seen = this.world.seen?.(snapshot.context) ?? context;
    return JSON.stringify([snapshot.value, seen, pending, Object.keys(tasks).sort(), once, owed, end]);
  }
}
