import { type Approval, approveIdea } from '../../lab/take-part/ideas.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { goOn, ideaArgument, runArgument } from '../words.ts';

const answers: Readonly<Record<Approval['was'], (approval: Approval) => string>> = {
  'asked for': ({ number, run, isWorkedOn }) => `Idea ${number} of ${run} is approved.${goOn(run, isWorkedOn)}`,
  'not needed': ({ run }) => `Ideas of ${run} need no approval: it was started without --approve-ideas.`,
  'given already': ({ number }) => `Idea ${number} is already approved.`,
};

export const define: DefineCommand = (command, services) =>
  command
    .argument('<run>', runArgument)
    .argument('<idea>', ideaArgument)
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist approve latest 2`,
    )
    .action(async (run: string, idea: string) => {
      const approval = await approveIdea(services, run, idea);
      print(answers[approval.was](approval));
    });
