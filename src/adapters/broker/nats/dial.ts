import { connect, type JetStreamClient, type JetStreamManager, type NatsConnection, type NatsError } from 'nats';
import { CodedError } from '../../../events/outcome.ts';
import { type Endpoint, readEndpoint } from './options.ts';
import { speaking } from './probe.ts';

/** One TCP connection. It is replaced and never reconnected, so that everything that waits on it fails at once. */
export type Link = {
  readonly connection: NatsConnection;
  readonly jetStream: JetStreamClient;
  readonly manager: JetStreamManager;
};

/** Timeout of the greeting and of the login each; together they stay below 3 s. */
const stepTimeoutMs = 1_400;
const requestTimeoutMs = 2_000;
const oldestVersion = '2.10.23';

const isOlder = (version: string, than: string): boolean => {
  const parts = (text: string): number[] => text.split(/[.-]/).slice(0, 3).map(Number);
  const [found, needed] = [parts(version), parts(than)];
  const at = needed.findIndex((part, index) => part !== found[index]);
  return at >= 0 && !((found[at] ?? 0) > (needed[at] ?? 0));
};

const explain = (error: unknown, url: string): CodedError => {
  const { code, message } = error as NatsError;
  const refused = /^(AUTHORIZATION|AUTHENTICATION|BAD_AUTHENTICATION|BAD_CREDS|ACCOUNT_EXPIRED)/.test(code ?? '');
  return refused
    ? new CodedError(
        'nats.unauthorized',
        `the NATS server at ${url} refused the credentials: check user, password or token`,
        { cause: error },
      )
    : new CodedError('nats.unreachable', `no NATS server answers at ${url} (${message}): start it, or check NATS_URL`, {
        cause: error,
      });
};

const open = async (endpoint: Endpoint): Promise<NatsConnection> => {
  const { servers, user, password, token } = readEndpoint(endpoint);
  try {
    const answering = await speaking(servers, stepTimeoutMs);
    if (answering.length === 0) throw new Error('no greeting');
    return await connect({
      servers: answering,
      name: 'ai-scientist',
      reconnect: false,
      timeout: stepTimeoutMs,
      pingInterval: 5_000,
      maxPingOut: 2,
      noAsyncTraces: true,
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { pass: password }),
      ...(token === undefined ? {} : { token }),
    });
  } catch (error) {
    throw explain(error, servers.join(','));
  }
};

/** Opens a link. Throws CodedError: nats.unreachable within 3 s, nats.unauthorized, nats.too_old or nats.bad_url at once. */
export const dial = async (endpoint: Endpoint): Promise<Link> => {
  const connection = await open(endpoint);
  const version = connection.info?.version ?? '0.0.0';
  if (isOlder(version, oldestVersion)) {
    await connection.close();
    throw new CodedError(
      'nats.too_old',
      `the NATS server at ${readEndpoint(endpoint).servers.join(',')} has version ${version}, but ${oldestVersion} is required: upgrade nats-server (preferably to 2.12 or later)`,
    );
  }
  const options = { timeout: requestTimeoutMs };
  return {
    connection,
    jetStream: connection.jetstream(options),
    manager: await connection.jetstreamManager({ ...options, checkAPI: false }),
  };
};
