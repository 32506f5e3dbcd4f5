import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { roomProblem } from '../../../machine/home.ts';

/** Bytes read of the log's new part; errors beyond repeat the earlier ones. */
const maximumBytes = 64 * 1024;

const isWriteError =
  /\[ERR\][^\n]{0,500}(?:failed to store|no space left on device|disk quota exceeded|input\/output error|read-only file system)/i;

/** Returns what was appended to a file since the last call, up to a limit. A truncated file is read from its start. */
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
 * Detects that a server must be restarted: once a stream of nats-server fails to write, it refuses all writes until the
 * server restarts, even when the disk has room again. Seen with nats-server 2.15.1.
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
