import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkLog } from '../../actors/replay/check.ts';
import type { Finding, Report } from '../../actors/replay/finding.ts';
import type { KnownRoles } from '../../actors/roles/known.ts';
import { bundleSuffix } from '../../events/bundle.ts';
import { outputOf, resultId } from '../../events/id.ts';
import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Recording } from '../../ports/recording.ts';
import { withRecording } from '../runs/recording.ts';
import { checkWhole, knownRoles, rosterOf } from '../runs/roster.ts';
import type { Services } from '../services.ts';

/** Replaces the hash of a request by the request as sent, if it is stored. */
const withRequest = async (finding: Finding, { log, blobs }: Recording): Promise<Finding> => {
  const result = log.find(({ event }) => event.id === resultId(outputOf(finding.id)))?.event.data;
  const sent = (result as { value?: { request?: string } } | undefined)?.value?.request;
  if (sent === undefined || !(await blobs.has(sent))) return finding;
  return { ...finding, recorded: parseJson(Buffer.from(await blobs.get(sent)).toString()) };
};

/** Recomputes a whole recording with today's code. Throws CodedError('roster.unknown_role'). */
export const checkRecording = async (recording: Recording, known: KnownRoles): Promise<Report> => {
  const roster = await rosterOf(recording, known);
  checkWhole(recording.run, roster);
  const report = checkLog(roster, recording.log);
  const [first, ...others] = report.prompts;
  return first === undefined ? report : { ...report, prompts: [await withRequest(first, recording), ...others] };
};

/** The bundles of a folder, in order; the given place itself if it is not a folder. */
export const placesToCheck = async (given: string): Promise<readonly string[]> => {
  const isFolder = await stat(given).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [given];
  const bundles = (await readdir(given)).filter((name) => name.endsWith(bundleSuffix)).sort();
  if (bundles.length > 0) return bundles.map((name) => join(given, name));
  throw new CodedError('run.unknown', `no bundle in the folder ${given}: bundles end in ${bundleSuffix}`);
};

/** The result of checking a place: the report, or why it cannot be read. */
export type Checked = { readonly place: string; readonly report?: Report; readonly problem?: string };

const checkPlace = async (services: Services, place: string, known: KnownRoles): Promise<Checked> => ({
  place,
  report: await withRecording(services, place, (recording) => checkRecording(recording, known)),
});

/** Reports an unreadable recording as a problem, so that the other bundles of a folder are still checked. */
const asProblem =
  (place: string) =>
  (error: unknown): Checked => {
    if (!(error instanceof CodedError)) throw error;
    return { place, problem: `${error.message} [${error.code}]` };
  };

/** Checks a run, a bundle, or every bundle of a folder, one after another. Throws for a single unreadable one. */
export async function* checkRuns(
  services: Services,
  places: readonly string[],
  rosterFile: string | undefined,
): AsyncGenerator<Checked> {
  const known = await knownRoles(services, rosterFile);
  for (const place of places) {
    const checking = checkPlace(services, place, known);
    yield await (places.length === 1 ? checking : checking.catch(asProblem(place)));
  }
}
