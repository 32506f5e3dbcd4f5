import type { Event } from '../../events/envelope.ts';
import { outputOf } from '../../events/id.ts';
import { upcast } from '../../events/upcast.ts';
import type { Recorded } from '../../ports/log.ts';
import { type Actor, stateOf, statePath } from '../actor.ts';
import type { Fold } from '../fold.ts';
import type { Divergence, Output } from '../output.ts';
import { type Difference, differences } from './differences.ts';

/** An actor's state at one position. */
export type Moment = Pick<Actor, 'id' | 'role' | 'scope' | 'snapshot' | 'outputs' | 'failure'>;

/** One event's effect on an actor; `before` is undefined when the event created it. */
export type Change = { readonly id: string; readonly before: Moment | undefined; readonly after: Moment };

/** The effect of applying one event of a log. */
export type Step = {
  readonly sequence: number;
  /** Migrated to the current version. */
  readonly event: Event;
  readonly changes: readonly Change[];
  /** The output that the event records, or whose attempt or result it is. */
  readonly settled: Output | undefined;
  /** The outputs that actors requested on it. */
  readonly outputs: readonly Output[];
  /** The log's first divergence up to here. */
  readonly divergence: Divergence | undefined;
};

const momentOf = ({ id, role, scope, snapshot, outputs, failure }: Actor): Moment => ({
  id,
  role,
  scope,
  snapshot,
  outputs,
  failure,
});

const isSame = (one: Moment, other: Moment): boolean =>
  one.snapshot === other.snapshot && one.outputs === other.outputs && one.failure === other.failure;

/** Returns every actor's current state. */
export const momentsOf = (fold: Fold): Map<string, Moment> =>
  new Map([...fold.actors.values()].map((actor) => [actor.id, momentOf(actor)]));

/**
 * Applies the next event to a fold and returns its effect. `moments` holds every actor's state and is updated in place;
 * only the actors that the event touched are examined. Throws as `Fold.apply` does.
 */
export const takeStep = (fold: Fold, moments: Map<string, Moment>, { event, sequence }: Recorded): Step => {
  const settled = fold.outstanding.get(outputOf(event.id));
  fold.apply(event, sequence);
  const changes: Change[] = [];
  for (const id of fold.touched) {
    const actor = fold.actors.get(id);
    if (actor === undefined) continue;
    const before = moments.get(id);
    const after = momentOf(actor);
    moments.set(id, after);
    if (before === undefined || !isSame(before, after)) changes.push({ id, before, after });
  }
  return {
    sequence,
    event: upcast(event, fold.roster.definitions.get(event.type)),
    changes,
    settled,
    outputs: [...fold.outstanding.values()].filter(({ causationid }) => causationid === event.id),
    divergence: fold.divergence,
  };
};

/** Returns a state path such as `drafting.asking`, with a mark for a failed actor; empty for an absent one. */
export const pathOf = (moment: Pick<Moment, 'snapshot' | 'failure'> | undefined): string =>
  moment === undefined ? '' : `${statePath(moment.snapshot.value)}${moment.failure !== undefined ? ' (failed)' : ''}`;

const contextOf = (moment: Moment | undefined): unknown =>
  moment === undefined ? {} : stateOf({ ...moment, latest: new Map() }).context;

/** Returns the changed places of an actor's context. */
export const contextChanges = ({ before, after }: Change): readonly Difference[] =>
  differences(contextOf(before), contextOf(after));
