import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  nanos,
  ReplayPolicy,
  RetentionPolicy,
} from 'nats';
import { CodedError } from '../../events/outcome.ts';
import type { Connection } from './connection.ts';
import { isOneOf, jetStream } from './errors.ts';
import { checkToken, ensureStream, fileStorage, firstDifference } from './streams.ts';

export const tasksStream = (namespace: string): string => `${namespace}-tasks`;

const settings = (namespace: string) => ({
  subjects: [`${namespace}.task.>`],
  storage: fileStorage,
  retention: RetentionPolicy.Workqueue,
  discard: DiscardPolicy.New,
  discard_new_per_subject: true,
  max_msgs_per_subject: 1,
});

/** Creates the queue's stream with the replicas that the server can give; returns how many it has. */
export const ensureTasksStream = async (connection: Connection, wantedReplicas: number): Promise<number> => {
  const { namespace } = connection;
  const create = (num_replicas: number) =>
    ensureStream(connection, 'tasks', { name: tasksStream(namespace), ...settings(namespace), num_replicas });
  const config = await create(wantedReplicas).catch((error: unknown) => {
    if (isOneOf(error, jetStream.replicasUnsupported, jetStream.noSuitablePeers)) return create(1);
    throw error;
  });
  const problem = firstDifference(config as unknown as Record<string, unknown>, settings(namespace));
  if (problem !== undefined) throw new CodedError('tasks.misconfigured', `stream ${config.name}: ${problem}`);
  return config.num_replicas;
};

/** A task whose worker was killed is delivered again after this. */
const leaseMs = 30_000;

const consumerConfig = (namespace: string, kind: string): Partial<ConsumerConfig> => ({
  durable_name: checkToken(kind),
  filter_subject: `${namespace}.task.${kind}.>`,
  deliver_policy: DeliverPolicy.All,
  replay_policy: ReplayPolicy.Instant,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(leaseMs),
  max_deliver: -1,
  max_ack_pending: 10_000,
});

/** The same for any number of processes: creating an equal consumer again changes nothing. */
export const ensureConsumer = async (connection: Connection, kind: string): Promise<void> => {
  const { namespace } = connection;
  await connection.request('tasks', ({ manager }) =>
    manager.consumers.add(tasksStream(namespace), consumerConfig(namespace, kind)),
  );
};

/** Tasks of a kind that are stored and that its consumer neither holds nor will deliver. */
export const countHiddenTasks = (connection: Connection, kind: string): Promise<number> => {
  const stream = tasksStream(connection.namespace);
  return connection.request('tasks', async ({ manager }) => {
    const subjects_filter = `${connection.namespace}.task.${kind}.>`;
    const stored = Object.keys((await manager.streams.info(stream, { subjects_filter })).state.subjects ?? {}).length;
    if (stored === 0) return 0;
    const { num_pending, num_ack_pending } = await manager.consumers.info(stream, kind);
    return stored - num_pending - num_ack_pending;
  });
};

export const recreateConsumer = async (connection: Connection, kind: string): Promise<void> => {
  await connection.request('tasks', async ({ manager }) => {
    try {
      await manager.consumers.delete(tasksStream(connection.namespace), kind);
    } catch (error) {
      if (!isOneOf(error, jetStream.consumerNotFound)) throw error;
    }
  });
  await ensureConsumer(connection, kind);
};
