import { rejectIdea } from '../../lab/take-part/ideas.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { goOn, ideaArgument, runArgument } from '../words.ts';

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .argument('<idea>', ideaArgument)
    .option('--reason <text>', 'reason to record', 'no reason given')
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist reject latest 2 --reason "too much like idea 1"`,
    )
    .action(async (given: string, idea: string, { reason }: { reason: string }) => {
      const { run, number, isWorkedOn } = await rejectIdea(services, given, idea, reason);
      print(`Idea ${number} of ${run} is rejected for good.${goOn(run, isWorkedOn)}`);
    });
