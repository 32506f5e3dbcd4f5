import type { Command } from 'commander';
import type { Services } from '../lab/services.ts';
import type { Exit } from './exit-codes.ts';

/** Adds arguments, options and an action to a command that has its name and description; `exit` says how it ended. */
export type DefineCommand = (command: Command, services: Services, exit: (how: Exit) => void) => Command;

/** A command as `--help` lists it; its code is loaded when it is called. */
export type CommandEntry = {
  readonly name: string;
  /** Options and arguments, as in `[options] <run>`. */
  readonly usage: string;
  readonly description: string;
  readonly load: () => Promise<DefineCommand>;
};

export type CommandGroup = { readonly title: string; readonly commands: readonly CommandEntry[] };
