import { commentOn } from '../../lab/take-part/ideas.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { ideaArgument, runArgument } from '../words.ts';

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .argument('<idea>', `${ideaArgument}, or "run" for all ideas`)
    .argument('<text>', 'at most 6000 characters')
    .addHelpText(
      'after',
      `
The Scientist, the Coder and the Writer see the comment in every later prompt about the idea; reviews stay independent.
The archive shows it.

Examples:
  ai-scientist comment latest 2 "compare with weight decay, too"
  ai-scientist comment latest run "prefer few, telling experiments"`,
    )
    .action(async (given: string, idea: string, text: string) => {
      const { run, isOnRun } = await commentOn(services, given, idea, text);
      print(`The comment is recorded with ${isOnRun ? run : `idea ${idea} of ${run}`}.`);
    });
