import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { roomProblem } from '../../../machine/home.ts';

/** Of the log since it was looked at last: errors beyond that repeat those before. */
const maximumBytes = 64 * 1024;

const isWriteError =
  /\[ERR\][^\n]{0,500}(?:failed to store|no space left on device|disk quota exceeded|input\/output error|read-only file system)/i;

/** What a file has gained since the last call, at most so much of its end. A file that was begun anew is read from its beginning. */
const follow = (path: string) => {
  let position = 0;
  return async (): Promise<string> => {
    const file = await open(path).catch(() => undefined);
    if (file === undefined) return '';
    try {
      const { size } = await file.stat();
      const start = Math.max(size < position ? 0 : position, size - maximumBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
      position = start + bytesRead;
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  };
};

/**
 * Tells when a server is to be started again: a stream of nats-server that could not write once refuses to for as long
 * as the server lives, also when the disk has room again. Seen with nats-server 2.15.1.
 */
export const watchWrites = async (folder: string): Promise<{ isBeyondUse: () => Promise<boolean> }> => {
  const gained = follow(join(folder, 'server.log'));
  await gained();
  let failed = false;
  return {
    isBeyondUse: async () => {
      failed ||= isWriteError.test(await gained());
      return failed && (await roomProblem(folder)) === undefined;
    },
  };
};
