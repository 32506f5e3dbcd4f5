import type { Link } from './dial.ts';

/** The data of the first `count` messages on one subject of a stream; fewer when there are no more. */
export const readSubject = async (
  { jetStream, connection }: Link,
  stream: string,
  filterSubjects: string,
  count: number,
): Promise<Uint8Array[]> => {
  if (count === 0) return [];
  const consumer = await jetStream.consumers.get(stream, { filterSubjects, inactive_threshold: 30_000 });
  const found: Uint8Array[] = [];
  const messages = await consumer.fetch({ max_messages: count, expires: 2_000 });
  connection.closed().then(() => messages.close());
  try {
    for await (const message of messages) {
      found.push(message.data);
      if (found.length === count || message.info.pending === 0) break;
    }
  } finally {
    consumer.delete().catch(() => {});
  }
  return found;
};
