import { logEntry } from '../../events/bundle.ts';
import type { Bundle, Bundles } from '../../ports/bundles.ts';
import { storedLines } from '../bundle/log-lines.ts';
import { blobsOfBundle } from '../bundle/recording.ts';
import type { KnownRoles } from '../roles/known.ts';
import { checkContents } from './bundle-contents.ts';
import { type Check, Findings, isIntact } from './check.ts';
import { problemsOf } from './damaged-lines.ts';
import { checkEnvelopes } from './envelopes.ts';
import { verifyLog } from './verify-log.ts';

const checkFile = async (bundle: Bundle): Promise<Check> => {
  const findings = new Findings('file');
  for (const damage of await bundle.damages())
    for (const { place, message } of await problemsOf(bundle, damage)) findings.fail(place, message);
  if (!findings.isClean) findings.note('what the damaged file says is not looked at');
  return findings.check(
    `${bundle.sizeBytes} bytes, ${bundle.entries.size} entries, all covered by checksums; SHA-256 of its manifest ${bundle.digest}`,
  );
};

const lacksLog: Check = {
  name: 'contents',
  status: 'failed',
  summary: 'there is no log',
  count: 1,
  problems: [{ place: 'manifest.json', message: `it lists no ${logEntry}` }],
};

/** Checks the file's integrity first, then its contents. Holds its log and one blob at a time in memory. */
const verifyBundle = async (bundle: Bundle, known: KnownRoles): Promise<readonly Check[]> => {
  const file = await checkFile(bundle);
  if (file.status === 'failed') return [file];
  if (!bundle.entries.has(logEntry)) return [file, lacksLog];
  const { run } = bundle.about;
  const log = storedLines(run, await bundle.read(logEntry));
  const checks = await verifyLog({ run, log, blobs: blobsOfBundle(bundle), isCovered: true }, known);
  return [file, ...checks, await checkContents(bundle, log, checkEnvelopes(run, log).readable)];
};

/** Reports a damaged manifest as the only check; rethrows any other error. */
const checkManifest = (error: unknown): readonly Check[] => {
  const { code, details } = error as { code?: string; details?: { part: string; offset: number; message: string } };
  if (code !== 'bundle.damaged' || details === undefined) throw error;
  const findings = new Findings('file');
  findings.fail(`${details.part}, byte ${details.offset}`, details.message);
  findings.note('without its manifest nothing else can be looked at');
  return [findings.check('the manifest')];
};

export type Verified<Result> = {
  readonly checks: readonly Check[];
  /** Absent when a check failed and `work` was not called. */
  readonly result?: Result;
};

/** Runs all checks on a bundle, and calls `work` only when all pass. Throws for a file that is not a bundle. */
export const withVerifiedBundle = async <Result>(
  bundles: Bundles,
  path: string,
  known: KnownRoles,
  work: (bundle: Bundle) => Promise<Result>,
): Promise<Verified<Result>> => {
  let bundle: Bundle;
  try {
    bundle = await bundles.open(path);
  } catch (error) {
    return { checks: checkManifest(error) };
  }
  try {
    const checks = await verifyBundle(bundle, known);
    return isIntact(checks) ? { checks, result: await work(bundle) } : { checks };
  } finally {
    await bundle.close();
  }
};
