import { InvalidArgumentError } from 'commander';
import { cancelRun } from '../../lab/steer/control.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { runArgument } from '../words.ts';

const ideaNumber = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('give the number of an idea: 1, 2, …');
};

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .option('--idea <n>', 'cancel only this idea', ideaNumber)
    .option('--reason <text>', 'reason to record', 'asked for by a person')
    .addHelpText(
      'after',
      `
What is recorded stays readable: show, archive and replay work as before.

Examples:
  ai-scientist cancel latest
  ai-scientist cancel latest --idea 2 --reason "too much like idea 1"`,
    )
    .action(async (given: string, { idea, reason }: { idea?: number; reason: string }) => {
      const { run, isWorkedOn } = await cancelRun(services, given, idea, reason);
      const what = idea === undefined ? run : `idea ${idea} of ${run}`;
      const alone = isWorkedOn ? '' : ' No process was working on the run, so this one recorded it.';
      print(`${what} is cancelled, for good.${alone}`);
    });
