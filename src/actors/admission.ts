import type { Fold } from './fold.ts';
import type { Requested } from './output.ts';

/** Bounds the tasks after the end of a run, since a role might answer each result with another task. */
export const maximumDrained = 100;

/**
 * Selects the outstanding tasks that may be performed now: none while the run is paused, an incomplete fork or diverged,
 * none of a cancelled scope, and no more of each kind at once than the settings allow. After the run's end these are
 * what its roles asked for last. The result depends on the log alone, so every host agrees.
 */
export const admitted = (fold: Fold): readonly Requested[] => {
  const { status, awaitedFork, drained } = fold.control;
  if (status === 'paused' || awaitedFork !== '' || fold.divergence !== undefined) return [];
  if (status === 'finished' && drained >= maximumDrained) return [];
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

/** True for a finished run whose roles asked for something that is neither recorded nor performed yet. */
export const isDraining = (fold: Fold): boolean =>
  fold.control.status === 'finished' &&
  (admitted(fold).length > 0 ||
    [...fold.outstanding.values()].some((output) => output.kind === 'emit' && !fold.isDropped(output)));

/** Tag of a machine's state that only a person's input can end. */
const waitsForPerson = 'waits-for-person';

/** Ids of the actors that wait for a person. */
export const waitingActors = (fold: Fold): readonly string[] =>
  [...fold.actors.values()].filter(({ snapshot }) => snapshot.hasTag(waitsForPerson)).map(({ id }) => id);

/** True when nothing is outstanding, and nothing blocks tasks. */
export const isIdle = (fold: Fold): boolean =>
  fold.started !== undefined &&
  fold.control.status === 'running' &&
  fold.divergence === undefined &&
  [...fold.outstanding.values()].every((output) => fold.isDropped(output));

/** True when an idle run's actors do not wait for a person either. */
export const isQuiescent = (fold: Fold): boolean => isIdle(fold) && waitingActors(fold).length === 0;
