import { type BundleAbout, blobPrefix, chainEntry, chartPrefix, logEntry } from '../../events/bundle.ts';
import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { BundleContent } from '../../ports/bundles.ts';
import type { Recorded } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import { sha256 } from '../canonical.ts';
import type { Chart } from '../roles/chart.ts';
import { blobNames, blobReferences } from './blob-references.ts';
import { chainLinks, newline, subjectOf } from './log-lines.ts';
import { templateFiles } from './template-files.ts';

const content = (name: string, bytes: Uint8Array): BundleContent => ({
  name,
  sizeBytes: bytes.length,
  sha256: sha256(bytes),
  read: async () => bytes,
});

/** Throws CodedError('bundle.unfit') for an event that does not fit on a line, or whose subject does not match its id. */
const checkLine = (run: string, { sequence, subject, event, bytes }: Recorded): void => {
  const fail = (what: string): never => {
    throw new CodedError('bundle.unfit', `event ${sequence}, ${event.id}: ${what}`);
  };
  if (bytes.includes(newline)) fail('its bytes have a line break, which a bundle cannot hold');
  if (subject !== subjectOf(run, event.id)) fail(`its subject is ${subject}, not ${subjectOf(run, event.id)}`);
};

const lines = (parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat(parts.flatMap((part) => [part, Uint8Array.of(newline)]));

/** Blobs are read when their turn comes; of those in the store only the sizes are needed first. Throws CodedError('blob.missing'). */
const blobContents = async ({ log, blobs }: Recording): Promise<readonly BundleContent[]> => {
  const names = await blobNames(await blobReferences(log, blobs), blobs);
  const sizes = await blobs.sizes(names);
  return names.map((name) => {
    const sizeBytes = sizes.get(name);
    if (sizeBytes === undefined) throw new CodedError('blob.missing', `there is no blob ${name}`);
    return { name: blobPrefix + name, sizeBytes, sha256: name, read: () => blobs.get(name) };
  });
};

/** Returns a run's bundle entries in order; they depend only on the recording and the charts. Throws CodedError('log.no_start'). */
export const bundleContents = async (
  recording: Recording,
  charts: readonly Chart[],
): Promise<{ readonly about: BundleAbout; readonly contents: readonly BundleContent[] }> => {
  const { run, log, blobs } = recording;
  const first = log[0];
  if (first === undefined) throw new CodedError('log.no_start', `run ${run} has no events: there is nothing to export`);
  for (const recorded of log) checkLine(run, recorded);
  const links = chainLinks(log);
  const template = await templateFiles(first.event.data as RunStarted, blobs);
  return {
    about: { run, events: log.length, chain: links.at(-1) as string },
    contents: [
      content(logEntry, lines(log.map(({ bytes }) => bytes))),
      content(chainEntry, lines(links.map((link) => Buffer.from(link)))),
      ...(await blobContents(recording)),
      ...template.map(({ name, bytes }) => content(name, bytes)),
      ...charts.map((chart) =>
        content(`${chartPrefix}${chart.role}.json`, Buffer.from(`${JSON.stringify(chart, null, 2)}\n`)),
      ),
    ],
  };
};
