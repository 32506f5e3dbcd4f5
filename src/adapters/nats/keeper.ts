import { Connection } from './connection.ts';
import { isOneOf, jetStream } from './errors.ts';
import type { NatsOptions } from './options.ts';
import { runStream } from './run-logs.ts';
import { NatsTaskQueue } from './task-queue.ts';

/** Deletes the run's log and waiting tasks for ever; false when there was no such run. Blobs stay: other runs may share them. */
export const deleteRun = async (options: NatsOptions, run: string): Promise<boolean> => {
  const connection = await Connection.open(options);
  const stream = runStream(connection.namespace, run);
  try {
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
  } finally {
    await connection.close();
  }
};
