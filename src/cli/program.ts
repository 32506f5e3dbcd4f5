import { Command, CommanderError, Help, type OutputConfiguration } from 'commander';
import { cleanText } from '../events/clean.ts';
import { CodedError } from '../events/outcome.ts';
import type { Services } from '../lab/services.ts';
import { cleanLine } from '../text/clean.ts';
import { stackText } from '../text/stack.ts';
import type { CommandEntry } from './command.ts';
import { commandGroups } from './commands.ts';
import { type Exit, exitCodes, exitOfError } from './exit-codes.ts';
import { outputColumns, print, tell } from './output.ts';

/** Commander's help and errors repeat user input, so they are cleaned like all other output. */
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

/** The command that a command line calls or asks help for. */
const calledIn = (argv: readonly string[]): string | undefined => {
  const [first, second] = argv.slice(2).filter((word) => !word.startsWith('-'));
  return first === 'help' ? second : first;
};

/** A command's line in `--help`, from the table alone, because only the called command is loaded. */
const termOf = (command: Command, entries: readonly CommandEntry[]): string => {
  const entry = entries.find(({ name }) => name === command.name());
  return entry === undefined ? new Help().subcommandTerm(command) : `${entry.name} ${entry.usage}`.trim();
};

const exitCodesText = `
Exit codes:
${Object.values(exitCodes)
  .map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`)
  .join('\n')}`;

/** Every command with its name and description; the called one complete. */
export const makeProgram = async (
  services: Services,
  called: string | undefined,
  exit: (how: Exit) => void,
): Promise<Command> => {
  const entries = commandGroups.flatMap(({ commands }) => commands);
  const program = new Command('ai-scientist')
    .description('Turns a research template into reviewed papers; records every step as an event.')
    .version(services.version)
    .option('--stack', 'print where an error was thrown and what caused it')
    .showHelpAfterError('(add --help for usage)')
    .configureOutput(output)
    .configureHelp({ subcommandTerm: (command) => termOf(command, entries) })
    .addHelpText('after', exitCodesText)
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

/** Runs one command line and returns the exit code. Expected errors are one line on stderr. */
export const runProgram = async (services: Services, argv: readonly string[]): Promise<number> => {
  let exit: Exit = 'done';
  const note = (how: Exit): void => {
    exit = how;
  };
  const program = await makeProgram(services, calledIn(argv), note);
  const explain = (text: string) => tell(services.redaction.text(cleanText(text)));
  try {
    await program.parseAsync(argv);
    return exitCodes[exit].code;
  } catch (error) {
    if (error instanceof CommanderError) return exitCodes[error.exitCode === 0 ? 'done' : 'misused'].code;
    const code = error instanceof CodedError ? error.code : 'program.fault';
    explain(cleanLine(`ai-scientist: ${(error as Error).message} [${code}]`));
    if (program.opts().stack || code === 'program.fault') explain(stackText(error));
    return exitCodes[exitOfError(error)].code;
  }
};
