import { ErrorCode, type JsMsg, NatsError } from 'nats';
import type { Link } from './dial.ts';
import { createEphemeral, type ReadFrom } from './ephemeral.ts';

export type Batch = {
  readonly messages: readonly JsMsg[];
  /** True when the consumer reports no more readable messages. */
  readonly isLast: boolean;
};

/** The client's minimum timeout. Applies only to a message that the server counts but cannot read. */
const silenceMs = 1_000;

/**
 * Reads at most `count` next messages of a stream, without those that the server cannot read. Throws a retryable
 * NatsError when the link broke, or when the server counts messages but delivers none.
 */
export const readBatch = async (link: Link, stream: string, from: ReadFrom, count: number): Promise<Batch> => {
  const consumer = await createEphemeral(link, stream, from);
  const messages: JsMsg[] = [];
  try {
    if ((await consumer.info(true)).num_pending === 0) return { messages, isLast: true };
    const source = await consumer.fetch({ max_messages: count, expires: silenceMs });
    link.connection.closed().then(() => source.close());
    for await (const message of source) {
      messages.push(message);
      const isLast = message.info.pending === 0;
      if (isLast || messages.length === count) return { messages, isLast };
    }
    const isLast = (await consumer.info()).num_pending === 0;
    if (isLast || messages.length > 0) return { messages, isLast };
  } finally {
    if (!link.connection.isClosed()) consumer.delete().catch(() => {});
  }
  throw new NatsError('the server counts messages but delivers none', ErrorCode.Timeout);
};
