import { CodedError } from '../../../events/outcome.ts';
import type { Store } from './embedded/heads.ts';

export type Endpoint = {
  /** One or more servers of one cluster, separated by commas; `nats://user:password@host` and `nats://token@host` too. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
};

export type NatsOptions = Omit<Endpoint, 'url'> & {
  /** A function is asked again before each reconnection, for a server that may come back elsewhere. */
  readonly url: string | (() => Promise<Endpoint>);
  /** First token of every subject and stream; `lab` by default. */
  readonly namespace?: string;
  readonly description?: string;
  /** How long a task stays with a worker that gives no sign of life; 10 s by default. */
  readonly leaseMs?: number;
  /** How long a process that gives no sign of life counts as working on a run; 15 s by default. */
  readonly leaseLifeMs?: number;
  /** A server we did not start: replicas are asked for, and their lack is a warning. */
  readonly foreign?: boolean;
  /** Who creates streams, where the user of the daily work may not. */
  readonly founder?: Omit<Endpoint, 'url'>;
  /** What is known of the streams beside what the server says; only of our own server. */
  readonly store?: Store;
  /** Called with what goes wrong in the background, once per occurrence; the console by default. */
  readonly onError?: (message: string, error: unknown) => void;
};

export const resolveEndpoint = async (options: NatsOptions): Promise<Endpoint> =>
  typeof options.url === 'function' ? options.url() : { ...options, url: options.url };

export type Access = Omit<Endpoint, 'url'> & { readonly servers: readonly string[] };

/** The message cannot show the text: it is a secret. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new CodedError(
      'nats.bad_url',
      'the user, password or token in NATS_URL has a % that encodes nothing: write it as %25',
      { cause: error },
    );
  }
};

/** Takes credentials out of the URL, so that no message can show them. Throws CodedError('nats.bad_url'). */
export const readEndpoint = ({ url, ...credentials }: Endpoint): Access => {
  const parts = url.split(',').map((server) => /^(\w+:\/\/)?(?:([^@]*)@)?(.*)$/.exec(server.trim()));
  const servers = parts.map((part) => `${part?.[1] ?? 'nats://'}${part?.[3]}`);
  const [user, password] = (parts[0]?.[2] ?? '').split(':').map(decoded);
  if (!user) return { ...credentials, servers };
  return { servers, ...(password === undefined ? { token: user } : { user, password }) };
};
