import { Command, CommanderError, Help, type OutputConfiguration } from 'commander';
import { cleanText } from '../events/clean.ts';
import { CodedError } from '../events/outcome.ts';
import type { Services } from '../lab/services.ts';
import { cleanLine } from '../text/clean.ts';
import { stackText } from '../text/stack.ts';
import type { CommandEntry } from './command.ts';
import { commandGroups } from './commands.ts';
import { outputColumns, print, tell } from './output.ts';

/** Exit codes: 0 done, 1 a failure or a divergence, 2 the command was misused, 130 interrupted. */
const exitCodes = { failed: 1, misused: 2 } as const;

/** Commander's help and complaints, which repeat what was typed, go the way of all that is printed. */
const output: OutputConfiguration = {
  writeOut: print,
  writeErr: tell,
  getOutHelpWidth: () => outputColumns() ?? 80,
  getErrHelpWidth: () => outputColumns() ?? 80,
};

const withSettingsOf = (parent: Command, command: Command): Command => {
  for (const child of command.commands) withSettingsOf(parent, child as Command);
  return command.copyInheritedSettings(parent);
};

/** The command that a command line calls, or asks the help of. */
const calledIn = (argv: readonly string[]): string | undefined => {
  const [first, second] = argv.slice(2).filter((word) => !word.startsWith('-'));
  return first === 'help' ? second : first;
};

/** A command's line in `--help`, by the table alone: commands that are not called are not loaded. */
const termOf = (command: Command, entries: readonly CommandEntry[]): string => {
  const entry = entries.find(({ name }) => name === command.name());
  return entry === undefined ? new Help().subcommandTerm(command) : `${entry.name} ${entry.usage}`.trim();
};

/** Every command by its name and description; of the one that is called, everything. */
export const makeProgram = async (
  services: Services,
  called: string | undefined,
  exit: (code: number) => void,
): Promise<Command> => {
  const entries = commandGroups.flatMap(({ commands }) => commands);
  const program = new Command('ai-scientist')
    .description('From a research template to reviewed papers, every step an event.')
    .version(services.version)
    .option('--stack', 'print where an error was thrown, and the errors that caused it')
    .showHelpAfterError('(add --help for the options)')
    .configureOutput(output)
    .configureHelp({ subcommandTerm: (command) => termOf(command, entries) })
    .exitOverride();
  for (const { title, commands } of commandGroups) {
    program.commandsGroup(title);
    for (const { name, description, load } of commands) {
      const listed = new Command(name).description(description);
      const command = name === called ? (await load())(listed, services, exit) : listed;
      program.addCommand(withSettingsOf(program, command));
    }
  }
  return program;
};

/** Runs one command line and returns the exit code; errors people meet are one line on stderr. */
export const runProgram = async (services: Services, argv: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const exit = (code: number): void => {
    exitCode = code;
  };
  const program = await makeProgram(services, calledIn(argv), exit);
  const explain = (text: string) => tell(services.redaction.text(cleanText(text)));
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.misused;
    const code = error instanceof CodedError ? error.code : 'program.fault';
    explain(cleanLine(`ai-scientist: ${(error as Error).message} [${code}]`));
    if (program.opts().stack || code === 'program.fault') explain(stackText(error));
    return exitCodes.failed;
  }
};
