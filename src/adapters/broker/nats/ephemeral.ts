import { AckPolicy, type Consumer, DeliverPolicy, nanos, ReplayPolicy } from 'nats';
import type { Link } from './dial.ts';

/** The server forgets a reader that was killed after this. */
const inactiveMs = 30_000;

export type ReadFrom = {
  readonly sequence: number;
  /** Only what each message is about, and its size, not its bytes. */
  readonly headersOnly?: boolean;
};

/**
 * A reader of a stream from a sequence on. The client's own ordered consumer is not used: when the link breaks while it
 * is being made, it waits for many seconds on a connection that will not return.
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
