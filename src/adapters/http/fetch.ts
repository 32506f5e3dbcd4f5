import { type Dispatcher, EnvHttpProxyAgent, type RequestInit, fetch as send } from 'undici';

type Environment = Readonly<Record<string, string | undefined>>;

const either = (environment: Environment, name: string): string =>
  environment[name.toLowerCase()] || environment[name] || '';

/** Converts `host:port` to the address of a plain HTTP proxy, as other programs do. */
const address = (proxy: string): string => (proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`);

/**
 * A fetch that honours HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY and has no timeouts: a local server may stay
 * silent for many minutes while it reads a prompt, so callers set their own.
 */
export const createFetch = (environment: Environment): typeof globalThis.fetch => {
  const all = either(environment, 'ALL_PROXY');
  // Empty rather than undefined, because the agent would fall back to the process's own environment.
  const proxies = {
    httpProxy: address(either(environment, 'HTTP_PROXY') || all),
    httpsProxy: address(either(environment, 'HTTPS_PROXY') || all),
    noProxy: either(environment, 'NO_PROXY'),
  };
  let dispatcher: Dispatcher | undefined;
  const sent = (url: string | URL, init: RequestInit): Promise<unknown> => {
    dispatcher ??= new EnvHttpProxyAgent({ ...proxies, headersTimeout: 0, bodyTimeout: 0 });
    return send(url, { ...init, dispatcher });
  };
  // Node and undici declare the same interface separately.
  return ((url: string | URL, init: RequestInit) => sent(url, init)) as unknown as typeof globalThis.fetch;
};
