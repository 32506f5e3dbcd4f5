import { stateOf } from '../../actors/actor.ts';
import { Fold } from '../../actors/fold.ts';
import type { Roster } from '../../actors/roster.ts';
import type { Difference } from '../../events/projections/compare.ts';
import type { Recording } from '../../ports/recording.ts';
import { withRecording } from '../runs/recording.ts';
import { rosterOf } from '../runs/roster.ts';
import type { Services } from '../services.ts';
import { diffRuns, type RunDiff } from './diff-data.ts';

/** Where an actor was in its chart when the runs parted. */
export type StateAt = (difference: Difference) => readonly [one: string, other: string];

/** Where the actor was before event `sequence`; at the end, for a run that does not come to it. */
const statePathAt = ({ log }: Recording, roster: Roster, actor: string, sequence: number | undefined): string => {
  const fold = new Fold(roster);
  for (const { event, sequence: position } of log) {
    if (position === sequence) break;
    fold.apply(event, position);
  }
  const found = fold.actors.get(actor);
  return found === undefined ? '' : String(stateOf(found).state);
};

/** How two runs, or bundles, differ; `stateAt` folds a run as far as a difference. */
export const compareRuns = (
  services: Services,
  one: string,
  other: string,
): Promise<{ readonly diff: RunDiff; readonly stateAt: StateAt }> =>
  withRecording(services, one, (left) =>
    withRecording(services, other, async (right) => {
      const [inLeft, inRight] = await Promise.all([
        rosterOf(left, services.version),
        rosterOf(right, services.version),
      ]);
      const stateAt: StateAt = ({ actor, one: inOne, other: inOther }) => [
        statePathAt(left, inLeft, actor, inOne?.sequence),
        statePathAt(right, inRight, actor, inOther?.sequence),
      ];
      return { diff: diffRuns(left, right), stateAt };
    }),
  );
