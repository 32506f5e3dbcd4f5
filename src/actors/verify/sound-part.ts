import type { Recorded } from '../../ports/log.ts';
import { chainLinks } from '../bundle/log-lines.ts';
import { checkEnvelopes } from './envelopes.ts';
import type { StoredRun } from './verify-log.ts';

export type SoundPart = {
  /** From the first event on, what can be read and does not contradict the hash chain. */
  readonly log: readonly Recorded[];
  /** The last of them that recorded a value of the chain; 0 when none did. What is before it is as it was recorded. */
  readonly chained: number;
  /** Why the log is more than this part, or should be; absent when the part is the whole. */
  readonly problem?: string;
};

const isFollowing = ({ sequence }: Recorded, index: number): boolean => sequence === index + 1;

/** What of a damaged run is as it was recorded. */
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
