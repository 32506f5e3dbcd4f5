import { blobPrefix, chainEntry, chartPrefix, logEntry } from '../../events/bundle.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Bundle } from '../../ports/bundles.ts';
import type { Recorded, Stored } from '../../ports/log.ts';
import { blobNames, blobReferences } from '../bundle/blob-references.ts';
import { chainLinks } from '../bundle/log-lines.ts';
import { blobsOfBundle } from '../bundle/recording.ts';
import { templateFiles } from '../bundle/template-files.ts';
import { sha256 } from '../canonical.ts';
import { type Check, Findings } from './check.ts';

const checkAbout = (bundle: Bundle, log: readonly Stored[], findings: Findings): void => {
  const { about, entries } = bundle;
  const links = chainLinks(log);
  if (about.events !== log.length)
    findings.fail('manifest.json', `it states ${about.events} events, but there are ${log.length}`);
  if (about.chain !== links.at(-1))
    findings.fail('manifest.json', `the chain's last value is ${links.at(-1)}, not ${about.chain}`);
  if (entries.get(chainEntry)?.sha256 !== sha256(links.map((link) => `${link}\n`).join('')))
    findings.fail(chainEntry, 'it is not the hash chain of the log');
};

const checkTemplate = async (bundle: Bundle, started: unknown, findings: Findings): Promise<readonly string[]> => {
  try {
    const files = await templateFiles(started as RunStarted, blobsOfBundle(bundle));
    for (const { name, bytes } of files)
      if (bundle.entries.get(name)?.sha256 !== sha256(bytes)) findings.fail(name, 'it is not what run.started has');
    return files.map(({ name }) => name);
  } catch (error) {
    findings.fail('template/', `it cannot be compared with run.started: ${(error as Error).message}`);
    return [];
  }
};

const checkChart = async (bundle: Bundle, name: string, findings: Findings): Promise<void> => {
  try {
    const { role } = JSON.parse(Buffer.from(await bundle.read(name)).toString()) as { role?: unknown };
    if (name !== `${chartPrefix}${role}.json`) findings.fail(name, `it is the chart of ${role}`);
  } catch (error) {
    findings.fail(name, (error as Error).message);
  }
};

/** Checks that a bundle holds exactly the entries that its log implies, in the one valid order. */
export const checkContents = async (
  bundle: Bundle,
  log: readonly Stored[],
  readable: readonly Recorded[],
): Promise<Check> => {
  const findings = new Findings('contents');
  checkAbout(bundle, log, findings);
  const blobs = blobsOfBundle(bundle);
  const names = await blobNames(await blobReferences(readable, blobs), blobs);
  const template = await checkTemplate(bundle, readable[0]?.event.data, findings);
  const present = [...bundle.entries.keys()];
  const charts = present.filter((name) => name.startsWith(chartPrefix));
  for (const name of charts) await checkChart(bundle, name, findings);
  const wanted = new Set([logEntry, chainEntry, ...names.map((name) => blobPrefix + name), ...template, ...charts]);
  for (const name of present) if (!wanted.has(name)) findings.fail(name, 'nothing in the log requires it');
  const known = present.filter((name) => wanted.has(name));
  if (known.join('\n') !== [...wanted].filter((name) => bundle.entries.has(name)).join('\n'))
    findings.fail('manifest.json', 'the entries are not in the order that `export` writes');
  return findings.check(
    `${names.length} blobs, ${template.length} files of the template and ${charts.length} charts belong to the log`,
  );
};
