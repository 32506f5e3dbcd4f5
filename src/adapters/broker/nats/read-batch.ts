import { ErrorCode, type JsMsg, NatsError } from 'nats';
import type { Link } from './dial.ts';
import { createEphemeral, type ReadFrom } from './ephemeral.ts';

export type Batch = {
  readonly messages: readonly JsMsg[];
  /** The stream has no more that can be read: the consumer says so, nobody waits for a sequence. */
  readonly isLast: boolean;
};

/** The least that the client takes. Only a message that the server counts and cannot read is waited for so long. */
const silenceMs = 1_000;

/**
 * The next messages of a stream, at most `count`. Messages that the server cannot read are left out. Throws a NatsError
 * that is worth another try when the link broke, or when the server counts messages and delivered none.
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
  throw new NatsError('the server delivers nothing of what it counts', ErrorCode.Timeout);
};
