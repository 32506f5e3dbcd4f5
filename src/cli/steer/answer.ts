import { readFile } from 'node:fs/promises';
import { CodedError } from '../../events/outcome.ts';
import { commandName } from '../../lab/command-name.ts';
import { answerTask, type Decision } from '../../lab/steer/answer.ts';
import type { DefineCommand } from '../command.ts';
import type { DisplayChoice } from '../live/display.ts';
import { showWork } from '../live/show-work.ts';
import { print } from '../output.ts';
import { addAgainOptions, addDisplayOptions, modelChoice, type ResultsOption, withResults } from '../run-options.ts';
import { runArgument } from '../words.ts';

type Options = DisplayChoice &
  ResultsOption & {
    readonly retry?: boolean;
    readonly adopt?: string;
    readonly abandon?: boolean;
    readonly template?: string;
    readonly roster?: string;
    readonly sandbox?: string;
  };

const decisionOf = async ({ retry, adopt, abandon, template, roster, sandbox }: Options): Promise<Decision> => {
  if ([retry, adopt, abandon].filter(Boolean).length !== 1)
    throw new CodedError('cli.bad_option', 'give one of --retry, --adopt <file> and --abandon');
  if (retry) return { kind: 'retry', wish: { models: modelChoice({}), template, roster, sandbox } };
  if (adopt === undefined) return { kind: 'abandon' };
  const source = `--adopt ${adopt}`;
  const text = await readFile(adopt, 'utf8').catch((error: Error) => {
    throw new CodedError('cli.bad_option', `${source}: ${error.message}`, { cause: error });
  });
  return { kind: 'adopt', text, source };
};

export const define: DefineCommand = (command, services, exit) =>
  addDisplayOptions(addAgainOptions(command))
    .argument('<run>', runArgument)
    .argument('<task>', "the task's id, as `unresolved` lists it")
    .option('--retry', 'perform the task again, and continue the run here')
    .option('--adopt <file>', "use this text as the model's answer; for other tasks, this JSON as the result")
    .option('--abandon', 'record the task as failed; its role decides what follows')
    .addHelpText(
      'after',
      `
A result is recorded once. A second one, of a person or a worker, has no effect.

Examples:
  ai-scientist answer latest idea-1.coder.4 --retry
  ai-scientist answer latest idea-1.coder.4 --adopt edit.txt
  ai-scientist answer latest idea-1.coder.4 --abandon`,
    )
    .action(async (given: string, task: string, options: Options) => {
      const answered = await answerTask(withResults(services, options), given, task, await decisionOf(options));
      if (answered.kind === 'retried') return exit(await showWork(services, answered.work, options));
      if (answered.kind === 'under way') return print(`${task} is already under way (${answered.worker}).`);
      print(
        `${task} has its result. If no process works on the run, continue it: ${commandName} resume ${answered.run}`,
      );
    });
