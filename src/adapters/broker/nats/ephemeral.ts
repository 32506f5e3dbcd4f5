import { AckPolicy, type Consumer, DeliverPolicy, nanos, ReplayPolicy } from 'nats';
import type { Link } from './dial.ts';

/** The time after which the server forgets a killed reader. */
const inactiveMs = 30_000;

export type ReadFrom = {
  readonly sequence: number;
  /** Delivers only each message's subject and size, not its bytes. */
  readonly headersOnly?: boolean;
};

/**
 * Creates a reader of a stream from a sequence on. It replaces the client's ordered consumer, which waits for many
 * seconds on a dead connection when the link breaks during its creation.
 */
export const createEphemeral = async (
  { manager, jetStream }: Link,
  stream: string,
  from: ReadFrom,
): Promise<Consumer> => {
  const { name } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: from.sequence,
    replay_policy: ReplayPolicy.Instant,
    inactive_threshold: nanos(inactiveMs),
    mem_storage: true,
    num_replicas: 1,
    ...(from.headersOnly && { headers_only: true }),
  });
  return jetStream.consumers.get(stream, name);
};
