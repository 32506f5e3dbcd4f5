import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnownRoles } from '../../../actors/known-roles.ts';
import { checkLog } from '../../../actors/replay/check.ts';
import type { Finding, Report } from '../../../actors/replay/finding.ts';
import type { Roster } from '../../../actors/roster.ts';
import { bundleSuffix } from '../../../events/bundle.ts';
import { outputOf, resultId } from '../../../events/id.ts';
import { parseJson } from '../../../events/json.ts';
import { CodedError } from '../../../events/outcome.ts';
import type { RunStarted } from '../../../events/vocabulary/run.ts';
import { checkWhole, knownRoles, recordedRoster } from '../../../lab/open.ts';
import { withRecording } from '../../../lab/recording.ts';
import type { Services } from '../../../lab/services.ts';
import type { Recorded } from '../../../ports/log.ts';
import type { Recording } from '../../../ports/recording.ts';
import { print, printJson } from '../../output.ts';
import { reportText } from './finding-text.ts';

/** Roles that are not known here are missing in it. Throws CodedError('log.no_start') for an empty log. */
export const rosterOf = async (log: readonly Recorded[], known: KnownRoles): Promise<Roster> => {
  const first = log[0];
  if (first === undefined) throw new CodedError('log.no_start', 'the log is empty: nothing was ever recorded');
  return (await recordedRoster(first.event.data as RunStarted, known)).roster;
};

/** With the request as it was sent, where it is kept, in place of its hash. */
const withRequest = async (finding: Finding, { log, blobs }: Recording): Promise<Finding> => {
  const result = log.find(({ event }) => event.id === resultId(outputOf(finding.id)))?.event.data;
  const sent = (result as { value?: { request?: string } } | undefined)?.value?.request;
  if (sent === undefined || !(await blobs.has(sent))) return finding;
  return { ...finding, recorded: parseJson(Buffer.from(await blobs.get(sent)).toString()) };
};

/** Recomputes everything that a recording has of today's code. Throws CodedError('roster.unknown_role'). */
export const checkRecording = async (recording: Recording, known: KnownRoles): Promise<Report> => {
  const roster = await rosterOf(recording.log, known);
  checkWhole(recording.run, roster);
  const report = checkLog(roster, recording.log);
  const [first, ...others] = report.prompts;
  return first === undefined ? report : { ...report, prompts: [await withRequest(first, recording), ...others] };
};

/** The bundles of a folder, in order; what was given itself when it is no folder. */
const placesOf = async (given: string): Promise<readonly string[]> => {
  const isFolder = await stat(given).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [given];
  const bundles = (await readdir(given)).filter((name) => name.endsWith(bundleSuffix)).sort();
  if (bundles.length > 0) return bundles.map((name) => join(given, name));
  throw new CodedError('run.unknown', `no run in the folder ${given}: bundles end in ${bundleSuffix}`);
};

export type CheckOptions = {
  readonly json?: boolean;
  readonly allowPromptChanges?: boolean;
  readonly roster?: string;
};

type Checked = { readonly place: string; readonly report?: Report; readonly problem?: string };

const checkPlace = async (services: Services, place: string, known: KnownRoles): Promise<Checked> => ({
  place,
  report: await withRecording(services, place, (recording) => checkRecording(recording, known)),
});

/** What cannot be read at all is told as a problem, so that the others of a folder are checked all the same. */
const asProblem =
  (place: string) =>
  (error: unknown): Checked => {
    if (!(error instanceof CodedError)) throw error;
    return { place, problem: `${error.message} [${error.code}]` };
  };

const checkedText = ({ place, report, problem }: Checked): string =>
  report === undefined ? `${place}: ${problem}\n` : reportText(report);

/** Checks a run, a bundle, or every bundle of a folder; the exit code is 1 when one of them differs or cannot be read. */
export const check = async (
  services: Services,
  given: string,
  { json = false, allowPromptChanges = false, roster }: CheckOptions,
): Promise<number> => {
  const known = await knownRoles(services, roster);
  const places = await placesOf(given);
  const all: Checked[] = [];
  for (const place of places) {
    const checking = checkPlace(services, place, known);
    const checked = await (places.length === 1 ? checking : checking.catch(asProblem(place)));
    if (!json) print(places.length === 1 ? checkedText(checked) : `${place}\n${checkedText(checked)}`);
    all.push(checked);
  }
  if (json) printJson(places.length === 1 ? all[0]?.report : all);
  const passes = ({ report }: Checked): boolean =>
    report?.divergence === null && (report.prompts.length === 0 || allowPromptChanges);
  return all.every(passes) ? 0 : 1;
};
