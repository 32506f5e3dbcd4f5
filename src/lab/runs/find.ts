import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import { commandName } from '../command-name.ts';
import { summarise } from './summaries.ts';

const shown = (runs: readonly string[]): string =>
  runs.length > 8 ? `${runs.slice(0, 8).join(', ')} and ${runs.length - 8} more` : runs.join(', ');

/** A run by its name, a beginning that no other run has, or `latest`. Throws CodedError('run.unknown' or 'run.ambiguous'). */
export const findRun = async (broker: Broker, given: string): Promise<string> => {
  if (given === 'latest') {
    const { runs, unreadable: damaged } = await summarise(broker);
    if (runs[0] !== undefined) return runs[0].run;
    const why = damaged.map(({ run, reason }) => `${run}: ${reason}`).join('; ');
    throw new CodedError(
      'run.unknown',
      damaged.length > 0
        ? `no run here can be read: ${why}`
        : `there is no run yet: begin with \`${commandName} start\``,
    );
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
