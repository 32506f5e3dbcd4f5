import type { Command } from 'commander';
import type { Services } from '../lab/services.ts';

/** Completes a command, which has its name and description, with arguments, options and action; `exit` sets the exit code. */
export type DefineCommand = (command: Command, services: Services, exit: (code: number) => void) => Command;

/** A command as `--help` lists it; what it consists of is loaded when it is called. */
export type CommandEntry = {
  readonly name: string;
  /** Options and arguments, as in `[options] <run>`. */
  readonly usage: string;
  readonly description: string;
  readonly load: () => Promise<DefineCommand>;
};

export type CommandGroup = { readonly title: string; readonly commands: readonly CommandEntry[] };
