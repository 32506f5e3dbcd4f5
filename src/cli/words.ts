import { commandName } from '../lab/command-name.ts';

/** Help texts of arguments that several commands share. */
export const runArgument = 'name, unique prefix of it, "latest", or "latest-review"';
export const ideaArgument = 'number or name';

/** Ends an answer with how to continue a run on which no process works. */
export const goOn = (run: string, isWorkedOn: boolean): string =>
  isWorkedOn ? '' : ` No process is working on the run; to continue: ${commandName} resume ${run}`;
