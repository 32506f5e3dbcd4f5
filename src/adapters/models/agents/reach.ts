import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, type Socket } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

const either = (environment: Environment, name: string): string =>
  environment[name.toLowerCase()] || environment[name] || '';

/** The person's own proxy for a host, by HTTPS_PROXY, ALL_PROXY and NO_PROXY. */
export const proxyFor = (host: string, environment: Environment): URL | undefined => {
  const proxy = either(environment, 'HTTPS_PROXY') || either(environment, 'ALL_PROXY');
  const exceptions = either(environment, 'NO_PROXY')
    .toLowerCase()
    .split(/[\s,]+/);
  const isExcepted = exceptions
    .map((exception) => exception.replace(/^\*?\./, '').replace(/:\d+$/, ''))
    .some((exception) => exception === '*' || (exception !== '' && `.${host}`.endsWith(`.${exception}`)));
  if (proxy === '' || isExcepted) return undefined;
  return new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
};

const authorization = ({ username, password }: URL): Readonly<Record<string, string>> => {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
};

/** Opens a connection to `host:port`, through the person's own proxy if there is one. Rejects if that fails. */
export const reach = (target: string, environment: Environment, signal: AbortSignal): Promise<Socket> => {
  const at = target.lastIndexOf(':');
  const [host, port] = [target.slice(0, at), Number(target.slice(at + 1))];
  return new Promise((resolve, reject) => {
    const proxy = proxyFor(host, environment);
    if (proxy === undefined) {
      const socket = connect({ host, port, signal });
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(socket);
      });
      socket.once('error', reject);
      return;
    }
    const send = proxy.protocol === 'https:' ? secureRequest : plainRequest;
    const asked = send(proxy, {
      ...{ method: 'CONNECT', path: target, agent: false, signal },
      headers: { host: target, ...authorization(proxy) },
    });
    asked.once('connect', (response, socket: Socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`the proxy ${proxy.host} answers ${response.statusCode}`));
        return;
      }
      socket.unshift(head);
      resolve(socket);
    });
    asked.once('error', reject);
    asked.end();
  });
};
