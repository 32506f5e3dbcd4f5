import { commandName } from '../../lab/command-name.ts';
import { type Paused, pauseRun } from '../../lab/steer/control.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { runArgument } from '../words.ts';

const answers: Readonly<Record<Paused['by'], (paused: Paused) => string>> = {
  'earlier request': ({ run, reason }) => `${run} is already paused: ${reason}`,
  'its process': ({ run }) =>
    `${run} is paused: tasks under way finish, no new ones start. To continue: ${commandName} resume ${run}`,
  'nobody yet': ({ run }) =>
    `No process is working on ${run}. The pause is recorded, and no task starts until: ${commandName} resume ${run}`,
};

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .option('--reason <text>', 'reason to record', 'asked for by a person')
    .addHelpText(
      'after',
      `
You can pause from any terminal. The pause is an event, so it outlives every process.

Examples:
  ai-scientist pause latest
  ai-scientist pause grokking-2026 --reason "the machine is needed"`,
    )
    .action(async (run: string, { reason }: { reason: string }) => {
      const paused = await pauseRun(services, run, reason);
      print(answers[paused.by](paused));
    });
