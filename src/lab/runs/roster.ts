import type { Performer } from '../../actors/performer.ts';
import { type KnownRoles, missingText, recogniseRoles } from '../../actors/roles/known.ts';
import { readRosterFile } from '../../actors/roles/load.ts';
import { createRoster, type LoadedRole, type Roster } from '../../actors/roster.ts';
import { CodedError } from '../../events/outcome.ts';
import { type RunStarted, rosterSchema } from '../../events/vocabulary/run.ts';
import type { Recording } from '../../ports/recording.ts';
import type { Services } from '../services.ts';
import { startOfLog } from './read.ts';

/**
 * The roles whose code may run: built-in ones, those of a roster file that a person names, and those that this machine
 * trusts. Throws CodedError('roster.unreadable').
 */
export const knownRoles = async (
  { version, trustedRoles }: Pick<Services, 'version' | 'trustedRoles'>,
  rosterFile?: string,
): Promise<KnownRoles> => ({
  version,
  trusted: trustedRoles,
  named: rosterFile === undefined ? [] : (await readRosterFile(rosterFile)).roles,
});

type RecordedRoster = {
  readonly roster: Roster;
  readonly performers: readonly Performer[];
  /** Includes the roles of the roster file; they become trusted when a person works on the run. */
  readonly loaded: readonly LoadedRole[];
};

/**
 * The roster that a run recorded, with the roles that this machine knows. Without the others the run can be read, but not
 * worked on. Depends only on the log: no model and no sandbox is needed.
 */
const recordedRoster = async (started: RunStarted, known: KnownRoles): Promise<RecordedRoster> => {
  const recorded = rosterSchema.safeParse(started?.roster);
  if (!recorded.success) throw new CodedError('log.no_start', 'the log does not begin with the roster of a run');
  const { roles, performers, missing } = await recogniseRoles(recorded.data, known);
  const kinds = roles.flatMap(({ role }) => role.performs);
  return { roster: createRoster(roles, recorded.data.rename, kinds, missing), performers, loaded: roles };
};

/** Roles that are unknown here are missing from it. Throws CodedError('log.no_start') for an empty log. */
export const rosterOf = async ({ run, log }: Pick<Recording, 'run' | 'log'>, known: KnownRoles): Promise<Roster> =>
  (await recordedRoster(startOfLog(run, log), known)).roster;

/** Throws CodedError('roster.unknown_role') for a roster with a role that is not loaded. */
export const checkWhole = (run: string, { missing }: Roster): void => {
  if (missing.size === 0) return;
  const roles = [...missing.values()].map(missingText).join('; ');
  throw new CodedError('roster.unknown_role', `run ${run} needs roles whose code is unknown here: ${roles}`);
};

/** The recorded roster, for work that needs every role. Throws CodedError('roster.unknown_role'). */
export const wholeRoster = async (run: string, started: RunStarted, known: KnownRoles): Promise<RecordedRoster> => {
  const recorded = await recordedRoster(started, known);
  checkWhole(run, recorded.roster);
  return recorded;
};
