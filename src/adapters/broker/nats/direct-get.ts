import { ErrorCode, NatsError } from 'nats';
import type { Link } from './dial.ts';

const timeoutMs = 2_000;
const notFound = 404;

export type Found = { readonly sequence: number; readonly data: Uint8Array };

/**
 * Reads the first message on a subject from a sequence on, from any replica of a stream with `allow_direct`, without a
 * consumer or coordination between servers. Undefined when the replica has none, or cannot read it. Source: NATS ADR-31.
 */
export const directGet = async (
  { connection }: Link,
  stream: string,
  subject: string,
  sequence: number,
): Promise<Found | undefined> => {
  const query = JSON.stringify({ seq: sequence, next_by_subj: subject });
  const { data, headers } = await connection.request(`$JS.API.DIRECT.GET.${stream}`, query, { timeout: timeoutMs });
  const code = headers?.code ?? 0;
  if (code === notFound) return undefined;
  if (code >= 300) throw new NatsError(`direct get: ${headers?.description}`, ErrorCode.Timeout);
  return { sequence: Number(headers?.get('Nats-Sequence')), data };
};
