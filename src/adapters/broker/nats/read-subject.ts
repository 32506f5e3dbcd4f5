import { ErrorCode, NatsError } from 'nats';
import type { Link } from './dial.ts';
import { createEphemeral } from './ephemeral.ts';

/** The data of the first `count` messages on one subject of a stream; fewer only when the stream has fewer. */
export const readSubject = async (
  link: Link,
  stream: string,
  subject: string,
  count: number,
): Promise<Uint8Array[]> => {
  const consumer = await createEphemeral(link, stream, { sequence: 1, subject });
  const max_messages = Math.min(count, (await consumer.info(true)).num_pending);
  const found: Uint8Array[] = [];
  if (max_messages === 0) return found;
  const messages = await consumer.fetch({ max_messages, expires: 2_000 });
  link.connection.closed().then(() => messages.close());
  try {
    for await (const message of messages) {
      found.push(message.data);
      if (found.length === max_messages) return found;
    }
  } finally {
    consumer.delete().catch(() => {});
  }
  throw new NatsError('the link broke while reading', ErrorCode.Timeout);
};
