import { revisePaper } from '../../lab/take-part/ideas.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { goOn, ideaArgument, runArgument } from '../words.ts';

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .argument('<idea>', ideaArgument)
    .argument('<text>', 'what to change; at most 6000 characters')
    .addHelpText(
      'after',
      `
Every version is kept. A finished run is reopened.

Examples:
  ai-scientist revise latest 1 "state in the abstract that only one seed was used"`,
    )
    .action(async (given: string, idea: string, text: string) => {
      const { run, number, isWorkedOn } = await revisePaper(services, given, idea, text);
      print(`The paper of idea ${number} of ${run} will be revised.${goOn(run, isWorkedOn)}`);
    });
