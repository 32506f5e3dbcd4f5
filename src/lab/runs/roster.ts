import { loadRoles } from '../../actors/load-roles.ts';
import type { Performer } from '../../actors/performer.ts';
import { createRoster, type Roster } from '../../actors/roster.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Recording } from '../../ports/recording.ts';
import { startOfLog } from './read.ts';

/** The roster that a run recorded, from the same places. The log alone decides: no model and no sandbox is needed. */
export const recordedRoster = async (
  { roster }: RunStarted,
  version: string,
): Promise<{ readonly roster: Roster; readonly performers: readonly Performer[] }> => {
  const places = roster.roles.map(({ name, from }) => (from === 'built-in' ? name : from));
  const { roles, performers } = await loadRoles(places, version);
  const kinds = roles.flatMap(({ role }) => role.performs);
  return { roster: createRoster(roles, roster.rename, kinds), performers };
};

/** Throws CodedError('log.no_start') for an empty log, and CodedError('roster.*') for roles that are gone. */
export const rosterOf = async ({ run, log }: Pick<Recording, 'run' | 'log'>, version: string): Promise<Roster> =>
  (await recordedRoster(startOfLog(run, log), version)).roster;
