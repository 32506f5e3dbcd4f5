import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkLog } from '../../actors/replay/check.ts';
import type { Finding, Report } from '../../actors/replay/finding.ts';
import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Recorded } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import { recordedRoster } from '../open-run.ts';
import { withRecording } from '../recording.ts';
import type { Services } from '../services.ts';
import { print, printJson } from '../table.ts';
import { reportText } from './finding-text.ts';

/** Throws CodedError('log.no_start') for an empty log, and CodedError('roster.*') for roles that are gone. */
export const rosterOf = async (log: readonly Recorded[], version: string) => {
  const first = log[0];
  if (first === undefined) throw new CodedError('log.no_start', 'the log is empty: nothing was ever recorded');
  return (await recordedRoster(first.event.data as RunStarted, version)).roster;
};

/** The blob that holds a task's input as it was sent: model calls keep theirs. */
export const requestBlob = (log: readonly Recorded[], task: string): string | undefined => {
  const result = log.find(({ event }) => event.id === `${task}.result`)?.event.data;
  return (result as { value?: { request?: string } } | undefined)?.value?.request;
};

/** With the request as it was sent, where it is kept, in place of its hash. */
const withRequest = async (finding: Finding, { log, blobs }: Recording): Promise<Finding> => {
  const task = finding.id.replace(/\.(?:result|started\.\d+)$/, '');
  const name = requestBlob(log, task) ?? String(finding.recorded);
  if (!(await blobs.has(name))) return finding;
  return { ...finding, recorded: JSON.parse(Buffer.from(await blobs.get(name)).toString()) };
};

/** Recomputes everything that a recording has of today's code. */
export const checkRecording = async (recording: Recording, version: string): Promise<Report> => {
  const report = checkLog(await rosterOf(recording.log, version), recording.log);
  const [first, ...others] = report.prompts;
  return first === undefined ? report : { ...report, prompts: [await withRequest(first, recording), ...others] };
};

export const bundleEnding = '.bundle.tar';

/** The bundles of a folder, in order; what was given itself when it is no folder. */
const placesOf = async (given: string): Promise<readonly string[]> => {
  const isFolder = await stat(given).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [given];
  const bundles = (await readdir(given)).filter((name) => name.endsWith(bundleEnding)).sort();
  if (bundles.length > 0) return bundles.map((name) => join(given, name));
  throw new CodedError('run.unknown', `no run in the folder ${given}: bundles end in ${bundleEnding}`);
};

export type CheckOptions = { readonly json?: boolean; readonly allowPromptChanges?: boolean };

/** Checks a run, a bundle, or every bundle of a folder; the exit code is 1 when one of them differs. */
export const check = async (
  services: Services,
  given: string,
  { json = false, allowPromptChanges = false }: CheckOptions,
): Promise<number> => {
  const places = await placesOf(given);
  const reports: Report[] = [];
  for (const place of places) {
    const report = await withRecording(services, place, (recording) => checkRecording(recording, services.version));
    if (!json) print(reportText(report));
    reports.push(report);
  }
  if (json) printJson(places.length === 1 ? reports[0] : reports);
  const differs = ({ divergence, prompts }: Report): boolean =>
    divergence !== null || (prompts.length > 0 && !allowPromptChanges);
  return reports.some(differs) ? 1 : 0;
};
