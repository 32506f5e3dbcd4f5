import { CodedError } from '../../../events/outcome.ts';
import type { Store } from './embedded/heads.ts';

export type Endpoint = {
  /** Comma-separated servers of one cluster, optionally with credentials: `nats://user:password@host`, `nats://token@host`. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
};

export type NatsOptions = Omit<Endpoint, 'url'> & {
  /** A function is called before each reconnection, for a server that may restart at another address. */
  readonly url: string | (() => Promise<Endpoint>);
  /** First token of every subject and stream; `lab` by default. */
  readonly namespace?: string;
  readonly description?: string;
  /** How long a task stays leased to an unresponsive worker; 10 s by default. */
  readonly leaseMs?: number;
  /** How long an unresponsive process counts as working on a run; 15 s by default. */
  readonly leaseLifeMs?: number;
  /** True for a server that we did not start: replicas are requested, and a lack of them is a warning. */
  readonly foreign?: boolean;
  /** Credentials for creating streams, where the regular user has no right to. */
  readonly founder?: Omit<Endpoint, 'url'>;
  /** Knowledge about the streams from other sources than the server; only for our own server. */
  readonly store?: Store;
  /** Called once for each error in the background; writes to the console by default. */
  readonly onError?: (message: string, error: unknown) => void;
};

export const resolveEndpoint = async (options: NatsOptions): Promise<Endpoint> =>
  typeof options.url === 'function' ? options.url() : { ...options, url: options.url };

export type Access = Omit<Endpoint, 'url'> & { readonly servers: readonly string[] };

/** The message does not show the text, because it is a secret. */
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

/** Removes credentials from the URL, so that no message can show them. Throws CodedError('nats.bad_url'). */
export const readEndpoint = ({ url, ...credentials }: Endpoint): Access => {
  const parts = url.split(',').map((server) => /^(\w+:\/\/)?(?:([^@]*)@)?(.*)$/.exec(server.trim()));
  const servers = parts.map((part) => `${part?.[1] ?? 'nats://'}${part?.[3]}`);
  const [user, password] = (parts[0]?.[2] ?? '').split(':').map(decoded);
  if (!user) return { ...credentials, servers };
  return { servers, ...(password === undefined ? { token: user } : { user, password }) };
};
