import { connect } from 'node:net';

const defaultPort = 4222;

const speaks = (server: string, limitMs: number): Promise<boolean> => {
  const { hostname, port } = new URL(server);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(Number(port || defaultPort), hostname.replace(/^\[|\]$/g, ''));
  socket.setTimeout(limitMs, () => resolve(false));
  socket.once('data', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('close', () => resolve(false));
  return promise.finally(() => socket.destroy());
};

/**
 * Returns the servers that send a greeting. The NATS client never closes a socket without one, and so would keep the
 * process alive and leak a socket at each try. TLS before the greeting (`tls://`) is not probed.
 */
export const speaking = async (servers: readonly string[], limitMs: number): Promise<string[]> => {
  const found = await Promise.all(servers.map((each) => each.startsWith('tls://') || speaks(each, limitMs)));
  return servers.filter((_, index) => found[index]);
};
