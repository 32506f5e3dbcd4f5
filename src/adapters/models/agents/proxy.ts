import { chmod, open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';

/** A host that an agent asked for, and whether it was let through. */
export type Request = { readonly host: string; readonly allowed: boolean; readonly count: number };

export type Proxy = {
  readonly requests: () => readonly Request[];
  readonly close: () => Promise<void>;
};

const usualPort = '443';
const maximumConnections = 64;
const maximumRemembered = 200;
const headBytes = 16 * 1024;

const withPort = (host: string): string => (/:\d+$/.test(host) ? host : `${host}:${usualPort}`);

/** True if `host:port` is one of the allowed hosts, or a subdomain of one that begins with `*.`. */
export const isAllowed = (target: string, hosts: readonly string[]): boolean => {
  const asked = target.toLowerCase();
  return hosts
    .map(withPort)
    .some((host) =>
      host.startsWith('*.') ? asked.endsWith(host.slice(1)) && asked.length > host.length - 1 : asked === host,
    );
};

/**
 * Serves CONNECT on a Unix socket and lets only allowed hosts through. It sees names and ports, and does not look into
 * the encrypted connections. `reach` opens a connection; `onRequest` hears of each request.
 */
export const startProxy = async (
  folder: string,
  hosts: readonly string[],
  reach: (target: string, signal: AbortSignal) => Promise<Socket>,
  onRequest: (host: string, allowed: boolean) => void = () => {},
): Promise<Proxy> => {
  const seen = new Map<string, Request>();
  const sockets = new Set<Socket>();
  const stopping = new AbortController();
  const note = (host: string, allowed: boolean): void => {
    const known = seen.get(host);
    if (known === undefined && seen.size >= maximumRemembered) return;
    seen.set(host, { host, allowed, count: (known?.count ?? 0) + 1 });
    onRequest(host, allowed);
  };
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer({ maxHeaderSize: headBytes }, (request, response) => {
    note((request.url ?? '').slice(0, 260), false);
    response.writeHead(405, { connection: 'close' }).end('only CONNECT is served\n');
  });
  server.maxConnections = maximumConnections;
  server.on('connection', keep);
  server.on('connect', (request, inner: Socket, head) => {
    const target = (request.url ?? '').slice(0, 260);
    const allowed = isAllowed(target, hosts);
    note(target, allowed);
    if (!allowed) {
      inner.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    reach(target, stopping.signal).then(
      (outer) => {
        keep(outer);
        outer.once('close', () => inner.destroy());
        inner.once('close', () => outer.destroy());
        if (inner.destroyed) outer.destroy();
        inner.write('HTTP/1.1 200 Connection established\r\n\r\n');
        outer.write(head);
        inner.pipe(outer).pipe(inner);
      },
      () => inner.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'),
    );
  });
  // Through the folder's descriptor, because the path of a socket may have 107 bytes only. It stays open for as long as the
  // server, which removes its socket by that path.
  const door = await open(folder, 'r');
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(`/proc/self/fd/${door.fd}/proxy.sock`, resolve);
    });
    await chmod(join(folder, 'proxy.sock'), 0o666);
  } catch (error) {
    server.close();
    await door.close();
    throw error;
  }
  return {
    requests: () => [...seen.values()],
    close: async () => {
      stopping.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
      await door.close();
    },
  };
};
