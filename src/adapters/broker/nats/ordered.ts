import { setTimeout as sleep } from 'node:timers/promises';
import { type ConsumerMessages, type JsMsg, NatsError } from 'nats';
import { CodedError } from '../../../events/outcome.ts';
import type { Connection } from './connection.ts';
import type { Link } from './dial.ts';
import { createEphemeral } from './ephemeral.ts';
import { isForbidden } from './errors.ts';
import { streamExists } from './streams.ts';

const attemptsAtGap = 20;

type Source = { readonly messages: ConsumerMessages; readonly close: () => void };

/** Ends with the link, the signal or the consumer, whichever ends first; retries a silent server after 1 s. */
const openSource = async (link: Link, stream: string, from: number, signal: AbortSignal): Promise<Source> => {
  const consumer = await createEphemeral(link, stream, { sequence: from });
  const messages = await consumer.consume({
    max_messages: 1_000,
    expires: 2_000,
    idle_heartbeat: 500,
    abort_on_missing_resource: true,
  });
  const stop = (): void => void messages.close().catch(() => {});
  link.connection.closed().then(stop);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const close = (): void => {
    signal.removeEventListener('abort', stop);
    stop();
    if (!link.connection.isClosed()) consumer.delete().catch(() => {});
  };
  return { messages, close };
};

/**
 * Yields a stream's messages from a sequence on and then live, in order, without gaps or duplicates, across server
 * restarts. Throws CodedError('log.corrupt') when a sequence stays missing.
 */
export async function* ordered(
  connection: Connection,
  stream: string,
  fromSequence: number,
  signal: AbortSignal,
): AsyncGenerator<JsMsg> {
  let next = fromSequence;
  let attempts = 0;
  while (!signal.aborted) {
    let source: Source | undefined;
    try {
      source = await openSource(await connection.link(), stream, next, signal);
      for await (const message of source.messages) {
        if (signal.aborted) return;
        if (message.seq < next) continue;
        if (message.seq > next) {
          attempts += 1;
          if (attempts < attemptsAtGap) break;
          throw new CodedError(
            'log.corrupt',
            `message ${next} of stream ${stream} is lost: "verify" shows what is left of the run, "repair" what can be done`,
          );
        }
        attempts = 0;
        next += 1;
        yield message;
      }
    } catch (error) {
      if (!(error instanceof NatsError) || isForbidden(error)) throw error;
      if (!(await connection.request('log', (link) => streamExists(link, stream)))) {
        throw new CodedError('run.unknown', `stream ${stream} is gone: the run was deleted`, { cause: error });
      }
    } finally {
      source?.close();
    }
    if (!signal.aborted) await sleep(50);
  }
}
