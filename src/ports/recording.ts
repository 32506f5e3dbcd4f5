import type { Blobs } from './blobs.ts';
import type { Recorded } from './log.ts';

/** A run as it was recorded, wherever it is kept: everything that replaying it needs. */
export type Recording = {
  readonly run: string;
  readonly log: readonly Recorded[];
  readonly blobs: Pick<Blobs, 'get' | 'has'>;
};
