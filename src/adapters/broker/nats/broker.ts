import { CodedError, type Failure } from '../../../events/outcome.ts';
import type { Broker } from '../../../ports/broker.ts';
import { NatsBlobs } from './blobs.ts';
import { Connection } from './connection.ts';
import { isNoResponders, isOneOf, jetStream } from './errors.ts';
import { NatsLeases } from './leases.ts';
import { NatsLive } from './live.ts';
import type { NatsOptions } from './options.ts';
import { NatsRunLogs } from './run-logs.ts';
import { NatsSummaries } from './summaries.ts';
import { NatsTaskQueue } from './tasks/queue.ts';
import { ensureTasksStream } from './tasks/stream.ts';

export type { Endpoint, NatsOptions } from './options.ts';

const wantedReplicas = 3;

const checkJetStream = (connection: Connection): Promise<unknown> =>
  connection.request('nats', async ({ manager }) => {
    try {
      await manager.getAccountInfo();
    } catch (error) {
      const off = isOneOf(error, jetStream.jetStreamOff, jetStream.jetStreamOffServer) || isNoResponders(error);
      if (!off) throw error;
      throw new CodedError(
        'nats.no_jetstream',
        'the NATS server has no JetStream for this account: start it with -js',
        { cause: error },
      );
    }
  });

/** Sends one request without retries, because the question is whether the server answers now. */
const troubleOf = async ({ current }: Connection): Promise<Failure | undefined> => {
  if (current === undefined) return { code: 'nats.unreachable', message: 'the connection to the NATS server is lost' };
  try {
    await current.manager.getAccountInfo();
    return undefined;
  } catch (error) {
    return { code: 'nats.unavailable', message: `the NATS server does not answer: ${(error as Error).message}` };
  }
};

/**
 * Throws CodedError: `nats.unreachable` within 3 s, `nats.unauthorized`, `nats.too_old`, `nats.no_jetstream`.
 * Once connected, it reconnects without a time limit.
 */
export const connectNats = async (options: NatsOptions): Promise<Broker> => {
  const connection = await Connection.open(options);
  try {
    await checkJetStream(connection);
    const info = connection.current?.connection.info;
    const replicas = await ensureTasksStream(connection, info?.cluster === undefined ? 1 : wantedReplicas);
    const alone = 'the NATS server keeps one copy of each stream: a lost disk loses the runs';
    return {
      description: options.description ?? `NATS ${info?.version} at ${info?.host}:${info?.port}`,
      warnings: options.foreign === true && replicas < 2 ? [alone] : [],
      logs: new NatsRunLogs(connection, replicas, options.store),
      tasks: new NatsTaskQueue(connection, replicas),
      blobs: new NatsBlobs(connection, replicas),
      live: new NatsLive(connection),
      leases: new NatsLeases(connection, replicas),
      summaries: new NatsSummaries(connection, replicas),
      trouble: () => troubleOf(connection),
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
};
