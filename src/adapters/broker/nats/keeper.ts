import { CodedError } from '../../../events/outcome.ts';
import type { Keeper } from '../../../ports/keeper.ts';
import { NatsBlobs } from './blobs.ts';
import { Connection } from './connection.ts';
import { isOneOf, jetStream } from './errors.ts';
import type { NatsOptions } from './options.ts';
import { newRunSettings, runStream } from './run-logs.ts';
import { ensureStream } from './streams.ts';
import { NatsSummaries } from './summaries.ts';
import { NatsTaskQueue } from './tasks/queue.ts';

/** Connects a keeper; on the embedded server only the user `keeper` has its rights. Throws as `connectNats` does. */
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
      await new NatsSummaries(connection, 1).forget(run);
      const isStored = (await options.store?.streams())?.includes(stream) ?? false;
      await options.store?.forget(stream);
      return deleted || isStored;
    },
    restoreRun: async (run) => {
      const name = runStream(connection.namespace, run);
      try {
        await ensureStream(connection, 'log', { name, ...newRunSettings(connection.namespace, run) });
      } catch (error) {
        if (error instanceof CodedError) throw error;
        throw new CodedError(
          'log.not_restored',
          `the NATS server cannot restore the log of run "${run}" from its data (${(error as Error).message}): restore it from a bundle, or delete it`,
          { cause: error },
        );
      }
    },
    deleteBlob: (sha256) => blobs.delete(sha256),
    close: () => connection.close(),
  };
};
