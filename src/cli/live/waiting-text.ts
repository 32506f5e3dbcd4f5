import { commandName } from '../../lab/command-name.ts';

/** What a run waits for, and how to decide; the Director waits for a decision about an idea. */
export const waitingText = (run: string, actors: readonly string[]): string =>
  actors.every((actor) => actor === 'run.director')
    ? `${run} waits for your decision: ${commandName} approve ${run} <idea>, or reject`
    : `${run} waits for your decision on ${actors.join(', ')}: see ${commandName} show ${run}`;
