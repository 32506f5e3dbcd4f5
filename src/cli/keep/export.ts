import { Command } from 'commander';
import { bundleContents } from '../../actors/bundle/contents.ts';
import { type Chart, chartOf } from '../../actors/chart.ts';
import { type KnownRoles, missingText } from '../../actors/known-roles.ts';
import { isIntact } from '../../actors/verify/check.ts';
import { readStoredRun, verifyLog } from '../../actors/verify/verify-log.ts';
import { bundleSuffix } from '../../events/bundle.ts';
import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { findRun, knownRoles, readRecorded, recordedRoster, withBroker } from '../../lab/open.ts';
import type { Services } from '../../lab/services.ts';
import type { Broker } from '../../ports/broker.ts';
import type { MakeCommand } from '../commands.ts';
import { print } from '../output.ts';
import { addRosterOption } from '../research/run-options.ts';
import { checksText, firstProblem } from './check-text.ts';

type Options = { output?: string; force?: boolean; roster?: string };

/** Of each role of the run whose code is known here; the others are told. */
const chartsOf = async (started: RunStarted, known: KnownRoles): Promise<readonly Chart[]> => {
  const { roster } = await recordedRoster(started, known);
  for (const role of roster.missing.values()) print(`its chart is left out: ${missingText(role)}`);
  return [...roster.roles.values()].map(chartOf);
};

/** What is exported can be imported. Throws CodedError('export.damaged'). */
const checkRun = async (broker: Broker, run: string, known: KnownRoles): Promise<void> => {
  const stored = await readStoredRun(await broker.logs.open(run), broker.blobs);
  const checks = await verifyLog(stored, known);
  if (isIntact(checks)) return;
  print(checksText(`run ${run}`, checks));
  throw new CodedError('export.damaged', `run ${run} is not exported, because it is damaged: ${firstProblem(checks)}`);
};

const act = (services: Services, given: string, { output, force, roster }: Options): Promise<void> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const known = await knownRoles(services, roster);
    await checkRun(broker, run, known);
    const log = await readRecorded(await broker.logs.open(run));
    const charts = await chartsOf(log[0]?.event.data as RunStarted, known);
    const { about, contents } = await bundleContents({ run, log, blobs: broker.blobs }, charts);
    const path = output ?? `${run}${bundleSuffix}`;
    const digest = await services.bundles.write(path, about, contents, force === true);
    print(`${path}: ${about.events} events and ${contents.length} files\nSHA-256 of its manifest ${digest}`);
  });

export const exportCommand: MakeCommand = (services) =>
  addRosterOption(new Command('export'))
    .description('Write a run into one file: events, blobs, template and charts.')
    .argument('<run>', 'its name, the beginning of it, or "latest"')
    .option('--output <file>', `the file; by default <run>${bundleSuffix} in this folder`)
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      `
The run is verified first. The same run gives the same bytes. The file is a plain tar archive, to be looked into with ordinary
tools; \`verify\` and \`replay\` take it in place of a run, without a server, and \`import\` brings it back.

Examples:
  ai-scientist export latest
  ai-scientist export grokking-2026 --output /backup/grokking${bundleSuffix}
  tar -xOf grokking-2026${bundleSuffix} events.jsonl | head -1`,
    )
    .action((run: string, options: Options) => act(services, run, options));
