import type { Keeper } from '../../../ports/keeper.ts';
import { NatsBlobs } from './blobs.ts';
import { Connection } from './connection.ts';
import { isOneOf, jetStream } from './errors.ts';
import type { NatsOptions } from './options.ts';
import { runStream } from './run-logs.ts';
import { NatsTaskQueue } from './task-queue.ts';

/** On the embedded server only the user `keeper` may do this. Throws as `connectNats` does. */
export const openKeeper = async (options: NatsOptions): Promise<Keeper> => {
  const connection = await Connection.open(options);
  const blobs = new NatsBlobs(connection, 1);
  return {
    deleteRun: async (run) => {
      const stream = runStream(connection.namespace, run);
      const deleted = await connection.request('log', async ({ manager }) => {
        try {
          return await manager.streams.delete(stream);
        } catch (error) {
          if (isOneOf(error, jetStream.streamNotFound)) return false;
          throw error;
        }
      });
      await new NatsTaskQueue(connection, 1).clear(run);
      return deleted;
    },
    deleteBlob: (sha256) => blobs.delete(sha256),
    close: () => connection.close(),
  };
};
