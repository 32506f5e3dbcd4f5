import { stateOf } from '../../actors/actor.ts';
import { Fold } from '../../actors/fold.ts';
import type { MissingRole, Roster } from '../../actors/roster.ts';
import type { Difference } from '../../events/projections/compare.ts';
import type { Recording } from '../../ports/recording.ts';
import { withRecording } from '../runs/recording.ts';
import { knownRoles, rosterOf } from '../runs/roster.ts';
import type { Services } from '../services.ts';
import { diffRuns, type RunDiff } from './diff-data.ts';

/** An actor's states in the two runs at their first difference. */
export type StateAt = (difference: Difference) => readonly [one: string, other: string];

/**
 * The actor's state before event `sequence`, or its last state if the run ends earlier. Empty for an actor whose role is
 * unknown here.
 */
const statePathAt = ({ log }: Recording, roster: Roster, actor: string, sequence: number | undefined): string => {
  const fold = new Fold(roster);
  for (const { event, sequence: position } of log) {
    if (position === sequence) break;
    fold.apply(event, position);
  }
  const found = fold.actors.get(actor);
  return found === undefined ? '' : String(stateOf(found).state);
};

/** Compares two runs or bundles. `stateAt` folds both up to a difference. `missing`: roles whose states are unknown here. */
export const compareRuns = (
  services: Services,
  one: string,
  other: string,
  rosterFile: string | undefined,
): Promise<{ readonly diff: RunDiff; readonly stateAt: StateAt; readonly missing: readonly MissingRole[] }> =>
  withRecording(services, one, (left) =>
    withRecording(services, other, async (right) => {
      const known = await knownRoles(services, rosterFile);
      const [inLeft, inRight] = await Promise.all([rosterOf(left, known), rosterOf(right, known)]);
      const stateAt: StateAt = ({ actor, one: inOne, other: inOther }) => [
        statePathAt(left, inLeft, actor, inOne?.sequence),
        statePathAt(right, inRight, actor, inOther?.sequence),
      ];
      const missing = [...inLeft.missing.values(), ...inRight.missing.values()];
      return { diff: diffRuns(left, right), stateAt, missing };
    }),
  );
