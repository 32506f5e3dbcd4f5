import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { ownBlobs } from '../../actors/bundle/own-blobs.ts';
import { CodedError } from '../../events/outcome.ts';
import { commandName } from '../../lab/command-name.ts';
import { findRunExactly, withBroker } from '../../lab/open.ts';
import type { Services } from '../../lab/services.ts';
import { workersByRun, workersOf } from '../../lab/working.ts';
import type { Broker } from '../../ports/broker.ts';
import type { MakeCommand } from '../commands.ts';
import { print } from '../output.ts';
import { openConversation } from '../terminal.ts';

type Options = { yes?: boolean; force?: boolean; results?: boolean };

/** Throws CodedError('delete.busy'). */
const checkIdle = async (broker: Broker, run: string): Promise<void> => {
  const [worker] = await workersOf(broker, run);
  if (worker === undefined) return;
  throw new CodedError('delete.busy', `${worker} works on ${run}: stop it first, or give --force`);
};

/** Throws CodedError('delete.unconfirmed'). */
const confirm = async (run: string): Promise<void> => {
  const refuse = (why: string): never => {
    throw new CodedError('delete.unconfirmed', `${run} is not deleted: ${why}`);
  };
  if (!process.stdin.isTTY) return refuse('without a terminal to confirm it on, give --yes');
  const terminal = openConversation();
  try {
    // The end of the input closes the terminal and leaves the question without an answer.
    const closed = once(terminal, 'close').then(() => '');
    const asked = terminal.question('Type the name of the run to delete it for ever: ').catch(() => '');
    const answer = (await Promise.race([asked, closed])).trim();
    if (answer !== run) refuse(answer === '' ? 'nothing was typed' : 'that is not its name');
  } finally {
    terminal.close();
  }
};

type Removable = { readonly names: readonly string[]; readonly reason: string };

/** A run that is worked on may be about to name a blob that it has found in the store. */
const removableBlobs = async (broker: Broker, run: string): Promise<Removable> => {
  try {
    for (const other of (await workersByRun(broker)).keys())
      if (other !== run)
        return { names: [], reason: `its blobs stay, because ${other} is being worked on and may share them` };
    return { names: await ownBlobs(broker, run), reason: 'those that other runs share stay' };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { names: [], reason: `its blobs stay, because not every run can be read: ${error.message}` };
  }
};

const removeAll = async (services: Services, broker: Broker, run: string): Promise<void> => {
  const { names, reason } = await removableBlobs(broker, run);
  const keeper = await services.openKeeper();
  try {
    for (const name of names) await keeper.deleteBlob(name);
    await keeper.deleteRun(run);
    print(`run ${run} is deleted, with ${names.length} blobs; ${reason}`);
  } finally {
    await keeper.close();
  }
};

const act = (services: Services, given: string, { yes, force, results }: Options): Promise<void> =>
  withBroker(services, async (broker) => {
    const run = await findRunExactly(broker, given);
    if (!force) await checkIdle(broker, run);
    const folder = join(services.resultsFolder, run);
    if (!yes) {
      print(`To keep it in a file first: ${commandName} export ${run}`);
      await confirm(run);
    }
    await removeAll(services, broker, run);
    if (!results) return;
    await rm(folder, { recursive: true, force: true });
    print(`${folder} is deleted`);
  });

export const deleteCommand: MakeCommand = (services) =>
  new Command('delete')
    .description('Delete a run for ever: its log, its tasks, and the blobs that no other run has.')
    .argument('<run>', 'its whole name')
    .option('--yes', 'do not ask')
    .option('--force', 'even when a process seems to work on it')
    .option('--results', 'its folder of results too')
    .addHelpText(
      'after',
      `
Asks for the run's name on a terminal. \`export\` keeps the run in a file, from which \`import\` brings it back.

Examples:
  ai-scientist export grokking-20260102-1504-k3f9
  ai-scientist delete grokking-20260102-1504-k3f9`,
    )
    .action((run: string, options: Options) => act(services, run, options));
