import type { Blobs } from './blobs.ts';
import type { Recorded } from './log.ts';

/** A recorded run, wherever it is stored: everything that a replay needs. */
export type Recording = {
  readonly run: string;
  readonly log: readonly Recorded[];
  readonly blobs: Pick<Blobs, 'get' | 'has' | 'sizes'>;
};
