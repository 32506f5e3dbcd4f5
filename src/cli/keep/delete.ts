import { once } from 'node:events';
import { CodedError } from '../../events/outcome.ts';
import { commandName } from '../../lab/command-name.ts';
import { deleteRun } from '../../lab/keep/delete.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { openConversation } from '../terminal.ts';

type Options = { yes?: boolean; force?: boolean; withResults?: boolean };

/** Throws CodedError('delete.unconfirmed'). */
const confirm = async (run: string): Promise<void> => {
  const refuse = (why: string): never => {
    throw new CodedError('delete.unconfirmed', `${run} is not deleted: ${why}`);
  };
  print(`To save it to a file first: ${commandName} export ${run}`);
  if (!process.stdin.isTTY) return refuse('there is no terminal for a confirmation; add --yes');
  const terminal = openConversation();
  try {
    // At the end of its input the terminal closes, and the question never resolves.
    const closed = once(terminal, 'close').then(() => '');
    const asked = terminal.question('Type the name of the run to delete it permanently: ').catch(() => '');
    const answer = (await Promise.race([asked, closed])).trim();
    if (answer !== run) refuse(answer === '' ? 'nothing was typed' : 'that is not its name');
  } finally {
    terminal.close();
  }
};

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', 'full name')
    .option('--yes', 'do not ask for confirmation')
    .option('--force', 'delete it even if a process seems to work on it')
    .option('--with-results', 'delete its folder of results too')
    .addHelpText(
      'after',
      `
Asks for the run's name as confirmation. Its blobs, which other runs may share, are kept until \`gc\` deletes them.
\`export\` saves a run to a file, and \`import\` restores it.

Examples:
  ai-scientist export grokking-20260102-1504-k3f9
  ai-scientist delete grokking-20260102-1504-k3f9`,
    )
    .action(async (given: string, { yes = false, force = false, withResults = false }: Options) => {
      const confirmed = yes ? async () => {} : confirm;
      const { run, folder } = await deleteRun(services, given, { force, results: withResults, confirm: confirmed });
      print(`deleted run ${run}; \`${commandName} gc\` deletes the blobs that no other run needs`);
      if (folder !== null) print(`deleted ${folder}`);
    });
