import type { Fold } from './fold.ts';
import type { Requested } from './output.ts';

/**
 * The outstanding tasks that may be performed now: none while paused, in half a fork or after a divergence, none of a cancelled
 * scope, and of each kind no more at once than the settings say. Follows from the log alone, so every host agrees.
 */
export const admitted = (fold: Fold): readonly Requested[] => {
  if (fold.control.status === 'paused' || fold.control.awaitedFork !== '' || fold.divergence !== undefined) return [];
  const limits = fold.started?.settings?.concurrency ?? {};
  const counts = new Map<string, number>();
  const tasks: Requested[] = [];
  for (const output of fold.outstanding.values()) {
    if (output.kind !== 'perform' || fold.isDropped(output)) continue;
    const count = (counts.get(output.task) ?? 0) + 1;
    counts.set(output.task, count);
    if (count <= (limits[output.task] ?? Number.POSITIVE_INFINITY)) tasks.push(output);
  }
  return tasks;
};

/** Tag of a machine's state in which only a person can make it go on. */
export const waitsForPerson = 'waits-for-person';

/** True when nothing is outstanding, nothing keeps tasks back, and nobody waits for a person. */
export const isQuiescent = (fold: Fold): boolean =>
  fold.started !== undefined &&
  fold.control.status === 'running' &&
  fold.divergence === undefined &&
  [...fold.outstanding.values()].every((output) => fold.isDropped(output)) &&
  ![...fold.actors.values()].some((actor) => actor.snapshot.hasTag(waitsForPerson));
