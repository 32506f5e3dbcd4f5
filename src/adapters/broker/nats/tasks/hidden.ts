import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '../../../../events/outcome.ts';
import type { TaskSelection } from '../../../../ports/tasks.ts';
import type { Connection } from '../connection.ts';
import { isOneOf, jetStream } from '../errors.ts';
import { countHiddenTasks, recreateConsumer } from './stream.ts';

const checkIntervalMs = 2_000;

/**
 * Recreates a consumer from which tasks are hidden in two successive checks while it is idle. A kill just after the
 * acknowledgement that empties the queue can reset its sequence, which hides later tasks (seen with nats-server 2.10.27).
 */
export const reviveHiddenTasks = async (
  connection: Connection,
  selection: TaskSelection,
  signal: AbortSignal,
  isIdle: () => boolean,
): Promise<void> => {
  let seen = 0;
  while (!signal.aborted) {
    try {
      seen = isIdle() && (await countHiddenTasks(connection, selection)) > 0 ? seen + 1 : 0;
      if (seen >= 2) await recreateConsumer(connection, selection);
    } catch (error) {
      if (error instanceof CodedError && error.code === 'nats.closed') throw error;
      const absent = isOneOf(error, jetStream.consumerNotFound, jetStream.streamNotFound);
      if (!absent) connection.report(`checking the ${selection.kind} queue failed and is retried`, error);
    }
    await sleep(checkIntervalMs, undefined, { signal, ref: false }).catch(() => {});
  }
};
