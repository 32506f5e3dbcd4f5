import { type Dispatcher, EnvHttpProxyAgent, type RequestInit, fetch as send } from 'undici';

type Environment = Readonly<Record<string, string | undefined>>;

const either = (environment: Environment, name: string): string =>
  environment[name.toLowerCase()] || environment[name] || '';

/** `host:port` becomes an address of a proxy that is spoken to in plain HTTP, as with other programs. */
const address = (proxy: string): string => (proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`);

/**
 * A fetch that heeds HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, and has no time limits of its own: a local server may
 * say nothing for many minutes while it reads, and whoever calls sets what is too long.
 */
export const createFetch = (environment: Environment): typeof globalThis.fetch => {
  const all = either(environment, 'ALL_PROXY');
  // An empty text, and not nothing: the agent would look into the process's own environment.
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
  // The same interface, declared twice: by Node and by the package that Node's own is made of.
  return ((url: string | URL, init: RequestInit) => sent(url, init)) as unknown as typeof globalThis.fetch;
};
