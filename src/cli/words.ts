import { commandName } from '../lab/command-name.ts';

/** What arguments and options are called in the help of every command that has them. */
export const runArgument = 'its name, the beginning of it, or "latest"';
export const ideaArgument = 'its number or its name';

/** The end of an answer about a run that nobody works on. */
export const goOn = (run: string, isWorkedOn: boolean): string =>
  isWorkedOn ? '' : ` No process is working on the run; to go on: ${commandName} resume ${run}`;
