import type { Command } from 'commander';
import { doctorCommand, setupCommand } from './doctor.ts';
import { runCommand, startCommand } from './run.ts';
import type { Services } from './services.ts';

/** Makes a command; `exit` sets the exit code that the program will end with. */
export type MakeCommand = (services: Services, exit: (code: number) => void) => Command;

/** In the order of `--help`. */
export const commands: readonly MakeCommand[] = [startCommand, runCommand, doctorCommand, setupCommand];
