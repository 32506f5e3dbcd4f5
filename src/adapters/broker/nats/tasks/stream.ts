import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  nanos,
  ReplayPolicy,
  RetentionPolicy,
} from 'nats';
import { CodedError } from '../../../../events/outcome.ts';
import type { TaskSelection } from '../../../../ports/tasks.ts';
import type { Connection } from '../connection.ts';
import { isOneOf, jetStream } from '../errors.ts';
import { checkToken, ensureStream, fileStorage, firstDifference, unsynced } from '../streams.ts';

export const tasksStream = (namespace: string): string => `${namespace}-tasks`;

const settings = (namespace: string) => ({
  subjects: [`${namespace}.task.>`],
  storage: fileStorage,
  retention: RetentionPolicy.Workqueue,
  discard: DiscardPolicy.New,
  discard_new_per_subject: true,
  max_msgs_per_subject: 1,
});

/** Creates the queue's stream with as many replicas as the server supports; returns their number. */
export const ensureTasksStream = async (connection: Connection, wantedReplicas: number): Promise<number> => {
  const { namespace } = connection;
  const create = (num_replicas: number) =>
    ensureStream(connection, 'tasks', {
      name: tasksStream(namespace),
      ...settings(namespace),
      ...unsynced(num_replicas),
      num_replicas,
    });
  const config = await create(wantedReplicas).catch((error: unknown) => {
    if (isOneOf(error, jetStream.replicasUnsupported, jetStream.noSuitablePeers)) return create(1);
    throw error;
  });
  const problem = firstDifference(config as unknown as Record<string, unknown>, settings(namespace));
  if (problem !== undefined) throw new CodedError('tasks.misconfigured', `stream ${config.name}: ${problem}`);
  return config.num_replicas;
};

/** The time after which a killed worker's task is redelivered. */
const defaultLeaseMs = 10_000;

/** The time without pulls after which a consumer counts as belonging to a finished run. */
const idleConsumerMs = 24 * 3600 * 1000;

/** Unique per selection, because tokens contain no underscore. */
export const consumerName = ({ run, kind }: TaskSelection): string => `${checkToken(kind)}_${checkToken(run)}`;

const filterOf = (namespace: string, { run, kind }: TaskSelection): string => `${namespace}.task.${kind}.${run}.>`;

const consumerConfig = (namespace: string, leaseMs: number, selection: TaskSelection): Partial<ConsumerConfig> => ({
  durable_name: consumerName(selection),
  filter_subject: filterOf(namespace, selection),
  deliver_policy: DeliverPolicy.All,
  replay_policy: ReplayPolicy.Instant,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(leaseMs),
  max_deliver: -1,
  max_ack_pending: 10_000,
  inactive_threshold: nanos(idleConsumerMs),
});

/** Idempotent across processes: creating an equal consumer again changes nothing. */
export const ensureConsumer = async (connection: Connection, selection: TaskSelection): Promise<void> => {
  const { namespace, options } = connection;
  await connection.request('tasks', ({ manager }) =>
    manager.consumers.add(
      tasksStream(namespace),
      consumerConfig(namespace, options.leaseMs ?? defaultLeaseMs, selection),
    ),
  );
};

/** Counts stored tasks that the consumer neither holds nor will deliver. */
export const countHiddenTasks = (connection: Connection, selection: TaskSelection): Promise<number> => {
  const stream = tasksStream(connection.namespace);
  return connection.request('tasks', async ({ manager }) => {
    const subjects_filter = filterOf(connection.namespace, selection);
    const stored = Object.keys((await manager.streams.info(stream, { subjects_filter })).state.subjects ?? {}).length;
    if (stored === 0) return 0;
    const { num_pending, num_ack_pending } = await manager.consumers.info(stream, consumerName(selection));
    return stored - num_pending - num_ack_pending;
  });
};

export const recreateConsumer = async (connection: Connection, selection: TaskSelection): Promise<void> => {
  await connection.request('tasks', async ({ manager }) => {
    try {
      await manager.consumers.delete(tasksStream(connection.namespace), consumerName(selection));
    } catch (error) {
      if (!isOneOf(error, jetStream.consumerNotFound)) throw error;
    }
  });
  await ensureConsumer(connection, selection);
};
