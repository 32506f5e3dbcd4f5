import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import { commandName } from '../command-name.ts';
import { summarise } from './summaries.ts';

const shown = (runs: readonly string[]): string =>
  runs.length > 8 ? `${runs.slice(0, 8).join(', ')} and ${runs.length - 8} more` : runs.join(', ');

/**
 * A run by its name, a unique prefix of it, `latest` (the newest run of this program that does research), or `latest-review`. Throws
 * CodedError('run.unknown' or 'run.ambiguous').
 */
export const findRun = async (broker: Broker, given: string): Promise<string> => {
  if (given === 'latest' || given === 'latest-review') {
    const { runs, unreadable: damaged } = await summarise(broker);
    const wanted = runs.find(
      ({ summary }) => summary.isReview === (given === 'latest-review') && summary.imported === '',
    );
    if (wanted !== undefined) return wanted.run;
    if (runs.length > 0) {
      const others = runs.some(({ summary }) => summary.isReview)
        ? 'only reviews: see `latest-review`'
        : 'only imported runs: `runs` lists them';
      const kinds = given === 'latest' ? others : 'no reviews';
      throw new CodedError('run.unknown', `there are ${kinds}`);
    }
    const why = damaged.map(({ run, reason }) => `${run}: ${reason}`).join('; ');
    throw new CodedError(
      'run.unknown',
      damaged.length > 0
        ? `no run here can be read: ${why}`
        : `there are no runs yet: start with \`${commandName} start\``,
    );
  }
  const names = await broker.logs.list();
  if (names.includes(given)) return given;
  const found = names.filter((name) => name.startsWith(given));
  if (found.length === 1) return found[0] as string;
  if (found.length > 1) throw new CodedError('run.ambiguous', `"${given}" matches several runs: ${shown(found)}`);
  const known = names.length === 0 ? 'there are no runs yet' : `the runs are ${shown([...names].reverse())}`;
  throw new CodedError('run.unknown', `no run "${given}": ${known}`);
};

/** A run by its full name only. Throws CodedError('run.unknown'). */
export const findRunExactly = async (broker: Broker, run: string): Promise<string> => {
  const names = await broker.logs.list();
  if (names.includes(run)) return run;
  const close = names.filter((name) => name.startsWith(run));
  const known = close.length === 0 ? '`runs` lists all runs' : `did you mean ${shown(close)}?`;
  throw new CodedError('run.unknown', `no run is named "${run}", and this command needs the full name: ${known}`);
};
