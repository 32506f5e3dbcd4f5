import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import { connectNats } from './broker.ts';
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.ts';
import type { NatsOptions } from './options.ts';

const patienceMs = 10_000;
/** A server that was killed a moment ago: the next one is on its way. */
const passing = new Set(['nats.unreachable', 'nats.no_jetstream']);

const connect = async (server: EmbeddedServer, options: Partial<NatsOptions>): Promise<Broker> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await connectNats({ url: server.url, ...server.appender, description: server.description, ...options });
    } catch (error) {
      const isPassing = error instanceof CodedError && passing.has(error.code);
      if (!isPassing || performance.now() > deadline) throw error;
      await sleep(100);
    }
  }
};

/** The broker on the data folder's own server, which is started when it is not there and left when the broker closes. */
export const openEmbedded = async (embedded: EmbeddedOptions, options: Partial<NatsOptions> = {}): Promise<Broker> => {
  const server = await startEmbedded(embedded);
  try {
    const broker = await connect(server, options);
    return {
      ...broker,
      close: async () => {
        await broker.close();
        server.release();
      },
    };
  } catch (error) {
    server.release();
    throw error;
  }
};
