import { Command } from 'commander';
import { bundleContents } from '../../actors/bundle/contents.ts';
import { type Chart, chartOf } from '../../actors/chart.ts';
import { loadRoles } from '../../actors/load-roles.ts';
import { isIntact } from '../../actors/verify/check.ts';
import { readStoredRun, verifyLog } from '../../actors/verify/verify-log.ts';
import { bundleSuffix } from '../../events/bundle.ts';
import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { findRun, readRecorded, withBroker } from '../../lab/open.ts';
import type { Services } from '../../lab/services.ts';
import type { Broker } from '../../ports/broker.ts';
import type { MakeCommand } from '../commands.ts';
import { print } from '../output.ts';
import { checksText, firstProblem } from './check-text.ts';

type Options = { output?: string; force?: boolean };

/** Of each role of the run that can be loaded; the names of the others are told. */
const chartsOf = async ({ roster }: RunStarted, version: string): Promise<readonly Chart[]> => {
  const charts: Chart[] = [];
  for (const { name, from } of roster.roles) {
    try {
      const { roles } = await loadRoles([from === 'built-in' ? name : from], version);
      charts.push(...roles.map(({ role }) => chartOf(role)));
    } catch (error) {
      print(`the chart of ${name} is left out: ${(error as Error).message}`);
    }
  }
  return charts;
};

/** What is exported can be imported. Throws CodedError('export.damaged'). */
const checkRun = async (services: Services, broker: Broker, run: string): Promise<void> => {
  const stored = await readStoredRun(await broker.logs.open(run), broker.blobs);
  const checks = await verifyLog(stored, { version: services.version, addedRoles: false });
  if (isIntact(checks)) return;
  print(checksText(`run ${run}`, checks));
  throw new CodedError('export.damaged', `run ${run} is not exported, because it is damaged: ${firstProblem(checks)}`);
};

const act = (services: Services, given: string, { output, force }: Options): Promise<void> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    await checkRun(services, broker, run);
    const log = await readRecorded(await broker.logs.open(run));
    const charts = await chartsOf(log[0]?.event.data as RunStarted, services.version);
    const { about, contents } = await bundleContents({ run, log, blobs: broker.blobs }, charts);
    const path = output ?? `${run}${bundleSuffix}`;
    const digest = await services.bundles.write(path, about, contents, force === true);
    print(`${path}: ${about.events} events and ${contents.length} files\nSHA-256 of its manifest ${digest}`);
  });

export const exportCommand: MakeCommand = (services) =>
  new Command('export')
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
