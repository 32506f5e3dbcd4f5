import { AckPolicy, type Consumer, DeliverPolicy, nanos, ReplayPolicy } from 'nats';
import type { Link } from './dial.ts';

/** The server forgets a reader that was killed after this. */
const inactiveMs = 30_000;

/**
 * A reader of a stream from a sequence on. The client's own ordered consumer is not used: when the link breaks while it
 * is being made, it waits for many seconds on a connection that will not return.
 */
export const createEphemeral = async (
  { manager, jetStream }: Link,
  stream: string,
  from: { readonly sequence: number; readonly subject?: string },
): Promise<Consumer> => {
  const { name } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: from.sequence,
    replay_policy: ReplayPolicy.Instant,
    inactive_threshold: nanos(inactiveMs),
    mem_storage: true,
    num_replicas: 1,
    ...(from.subject === undefined ? {} : { filter_subject: from.subject }),
  });
  return jetStream.consumers.get(stream, name);
};
