import { listUnresolved } from '../../lab/steer/unresolved.ts';
import { timeText } from '../../text/quantities.ts';
import { table } from '../../text/table.ts';
import type { DefineCommand } from '../command.ts';
import { outputColumns, print, printJson } from '../output.ts';
import { runArgument } from '../words.ts';

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .option('--json', "as JSON, with each task's input")
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist unresolved latest
  ai-scientist unresolved latest --json`,
    )
    .action(async (given: string, { json }: { json?: boolean }) => {
      const { run, tasks } = await listUnresolved(services, given);
      if (json)
        return printJson(
          tasks.map(({ task, ...rest }) => ({ task: task.id, kind: task.task, ...rest, input: task.input() })),
        );
      if (tasks.length === 0) return print(`Every task of ${run} has a result.`);
      print(
        table(
          tasks,
          [
            { title: 'TASK', text: ({ task }) => task.id },
            { title: 'PURPOSE', text: ({ purpose }) => purpose },
            { title: 'ATTEMPTS', text: ({ attempts }) => String(attempts), right: true },
            { title: 'SINCE (UTC)', text: ({ since }) => timeText(since) },
            { title: 'STATE', text: ({ state, worker }) => (worker === '' ? state : `${state} (${worker})`) },
          ],
          outputColumns(),
        ),
      );
    });
