import type { Recorded } from '../../ports/log.ts';
import { chainLinks } from '../bundle/log-lines.ts';
import { checkEnvelopes } from './envelopes.ts';
import type { StoredRun } from './verify-log.ts';

export type SoundPart = {
  /** The events from the first on that can be read and do not contradict the hash chain. */
  readonly log: readonly Recorded[];
  /** Sequence of the last of them that recorded a chain value; 0 for none. The events before it are as recorded. */
  readonly chained: number;
  /** Why the sound part is not the whole log; absent when it is. */
  readonly problem?: string;
};

const isFollowing = ({ sequence }: Recorded, index: number): boolean => sequence === index + 1;

/** Finds the part of a damaged run that is as recorded. */
export const soundPart = ({ run, log, interruption }: StoredRun): SoundPart => {
  const { readable } = checkEnvelopes(run, log);
  const gap = readable.findIndex((recorded, index) => !isFollowing(recorded, index));
  const following = gap < 0 ? readable : readable.slice(0, gap);
  const links = chainLinks(following);
  let chained = 0;
  for (const { sequence, event } of following) {
    if (event.type !== 'log.chained') continue;
    const { through, sha256 } = (event.data ?? {}) as { through?: number; sha256?: string };
    if (!(Number(through) < sequence) || links[Number(through) - 1] !== sha256)
      return {
        log: following.slice(0, chained),
        chained,
        problem: `event ${sequence} does not match the events before it`,
      };
    chained = sequence;
  }
  if (following.length < log.length)
    return { log: following, chained, problem: `event ${following.length + 1} cannot be read` };
  return { log: following, chained, ...(interruption && { problem: interruption.message }) };
};
