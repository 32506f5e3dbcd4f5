import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError, type Failure } from '../../../events/outcome.ts';
import type { Broker } from '../../../ports/broker.ts';
import type { Keeper } from '../../../ports/keeper.ts';
import { roomProblem } from '../../machine/home.ts';
import { connectNats } from './broker.ts';
import { openStore } from './embedded/heads.ts';
import { serverFolder } from './embedded/paths.ts';
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.ts';
import { openKeeper } from './keeper.ts';
import type { NatsOptions } from './options.ts';

const failureOf = (error: CodedError | undefined): Failure | undefined =>
  error && { code: error.code, message: error.message };

const patienceMs = 10_000;
/** Bounds the retries after a server was killed and while the next one starts. */
const passing = new Set(['nats.unreachable', 'nats.no_jetstream']);

const whenReady = async <Connected>(connect: () => Promise<Connected>): Promise<Connected> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      const isPassing = error instanceof CodedError && passing.has(error.code);
      if (!isPassing || performance.now() > deadline) throw error;
      await sleep(100);
    }
  }
};

/** Connects to the data folder's own server: starts it when it is not running, and releases it on close. */
const onServer = async <Connected extends { close(): Promise<void> }>(
  embedded: EmbeddedOptions,
  connect: (server: EmbeddedServer) => Promise<Connected>,
): Promise<Connected> => {
  const server = await startEmbedded(embedded);
  try {
    const connected = await whenReady(() => connect(server));
    return {
      ...connected,
      close: async () => {
        await connected.close();
        server.release();
      },
    };
  } catch (error) {
    server.release();
    throw error;
  }
};

export const openEmbedded = (embedded: EmbeddedOptions, options: Partial<NatsOptions> = {}): Promise<Broker> =>
  onServer(embedded, async (server) => {
    const broker = await connectNats({
      url: server.url,
      ...server.appender,
      founder: server.founder,
      description: server.description,
      store: openStore(serverFolder(embedded.home)),
      ...options,
    });
    // A full disk explains more than the failures that it causes.
    const trouble = async () => failureOf(await roomProblem(embedded.home)) ?? (await broker.trouble());
    return { ...broker, trouble };
  });

export const openEmbeddedKeeper = (embedded: EmbeddedOptions): Promise<Keeper> =>
  onServer(embedded, (server) =>
    openKeeper({ url: server.url, ...server.keeper, store: openStore(serverFolder(embedded.home)) }),
  );
