import type { Event } from '../../events/envelope.ts';
import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import { commandName } from '../command-name.ts';
import { startOf } from './read.ts';

/** Newest first; a run that never got its first event is left out. */
export const runsByAge = async (
  broker: Broker,
): Promise<readonly { readonly run: string; readonly start: Event<RunStarted> }[]> => {
  const starts: { run: string; start: Event<RunStarted> }[] = [];
  for (const run of await broker.logs.list()) {
    const start = await startOf(broker, run).catch(() => undefined);
    if (start !== undefined) starts.push({ run, start });
  }
  return starts.sort(
    (one, other) => other.start.time.localeCompare(one.start.time) || other.run.localeCompare(one.run),
  );
};

const shown = (runs: readonly string[]): string =>
  runs.length > 8 ? `${runs.slice(0, 8).join(', ')} and ${runs.length - 8} more` : runs.join(', ');

/** A run by its name, a beginning that no other run has, or `latest`. Throws CodedError('run.unknown' or 'run.ambiguous'). */
export const findRun = async (broker: Broker, given: string): Promise<string> => {
  if (given === 'latest') {
    const newest = (await runsByAge(broker))[0];
    if (newest === undefined)
      throw new CodedError('run.unknown', `there is no run yet: begin with \`${commandName} start\``);
    return newest.run;
  }
  const names = await broker.logs.list();
  if (names.includes(given)) return given;
  const found = names.filter((name) => name.startsWith(given));
  if (found.length === 1) return found[0] as string;
  if (found.length > 1) throw new CodedError('run.ambiguous', `"${given}" begins several runs: ${shown(found)}`);
  const known = names.length === 0 ? 'there is none yet' : `there are ${shown([...names].reverse())}`;
  throw new CodedError('run.unknown', `no run "${given}": ${known}`);
};

/** A run by its whole name and nothing else. Throws CodedError('run.unknown'). */
export const findRunExactly = async (broker: Broker, run: string): Promise<string> => {
  const names = await broker.logs.list();
  if (names.includes(run)) return run;
  const close = names.filter((name) => name.startsWith(run));
  const known = close.length === 0 ? 'the command "runs" lists those there are' : `did you mean ${shown(close)}?`;
  throw new CodedError('run.unknown', `no run is named "${run}", and here it takes the whole name: ${known}`);
};
