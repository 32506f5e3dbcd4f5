import { once } from 'node:events';
import { CodedError } from '../../events/outcome.ts';
import { commandName } from '../../lab/command-name.ts';
import { deleteRun } from '../../lab/keep/delete.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { openConversation } from '../terminal.ts';

type Options = { yes?: boolean; force?: boolean; results?: boolean };

/** Throws CodedError('delete.unconfirmed'). */
const confirm = async (run: string): Promise<void> => {
  const refuse = (why: string): never => {
    throw new CodedError('delete.unconfirmed', `${run} is not deleted: ${why}`);
  };
  print(`To keep it in a file first: ${commandName} export ${run}`);
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

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', 'its whole name')
    .option('--yes', 'do not ask')
    .option('--force', 'even when a process seems to work on it')
    .option('--results', 'its folder of results too')
    .addHelpText(
      'after',
      `
Asks for the run's name on a terminal. The files that the run stored stay until \`gc\`, since other runs may need them. \`export\` keeps the run in a file, from which \`import\` brings it back.

Examples:
  ai-scientist export grokking-20260102-1504-k3f9
  ai-scientist delete grokking-20260102-1504-k3f9`,
    )
    .action(async (given: string, { yes = false, force = false, results = false }: Options) => {
      const confirmed = yes ? async () => {} : confirm;
      const { run, folder } = await deleteRun(services, given, { force, results, confirm: confirmed });
      print(`run ${run} is deleted; \`${commandName} gc\` deletes the files that no other run needs`);
      if (folder !== null) print(`${folder} is deleted`);
    });
