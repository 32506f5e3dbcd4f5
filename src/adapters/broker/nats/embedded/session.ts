import { connect } from 'node:net';
import { CodedError } from '../../../../events/outcome.ts';
import type { Credentials } from './credentials.ts';

/** A connection that does nothing but count as a user: the server stays while it is open, and it ends with its process. */
export type Session = {
  readonly serverId: string;
  readonly version: string;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  close(): void;
};

export type SessionRequest = {
  readonly url: string;
  readonly credentials: Credentials;
  /** When given, a server that states another id is refused before it gets the secret. */
  readonly serverId?: string;
  readonly timeoutMs: number;
};

const refused = (url: string, reason: string, cause?: unknown): CodedError =>
  new CodedError('nats.refused', `the nats-server at ${url} did not let us in: ${reason}`, { cause });

/** Speaks the few lines of the NATS client protocol that authenticate and keep a connection. Throws nats.refused. */
export const openSession = ({ url, credentials, serverId, timeoutMs }: SessionRequest): Promise<Session> =>
  new Promise((opened, failed) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const fail = (reason: string, cause?: unknown): void => {
      socket.destroy();
      failed(refused(url, reason, cause));
    };
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
    let info: { server_id?: string; version?: string } = {};
    let rest = '';

    const greet = (line: string): void => {
      info = JSON.parse(line.slice('INFO '.length));
      if (serverId !== undefined && info.server_id !== serverId) throw new Error('another server listens there');
      const options = {
        user: credentials.user,
        pass: credentials.password,
        verbose: false,
        pedantic: false,
        lang: 'node',
        version: '1',
        protocol: 1,
      };
      socket.write(`CONNECT ${JSON.stringify({ ...options, name: `hold of ${process.pid}` })}\r\nPING\r\n`);
    };
    const take = (line: string): void => {
      if (line.startsWith('INFO ') && info.server_id === undefined) greet(line);
      else if (line.startsWith('-ERR')) fail(line.slice('-ERR '.length));
      else if (line === 'PING') socket.write('PONG\r\n');
      else if (line === 'PONG') {
        clearTimeout(timer);
        socket.unref();
        const { server_id: id = '', version = '' } = info;
        opened({ serverId: id, version, closed, close: () => socket.destroy() });
      }
    };
    socket.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (rest + piece).split('\r\n');
      rest = lines.pop() ?? '';
      try {
        for (const line of lines) take(line);
      } catch (error) {
        fail(
          error instanceof SyntaxError ? 'what listens there is not a nats-server' : (error as Error).message,
          error,
        );
      }
    });
    socket.on('error', (error) => fail(error.message, error));
    closed.then(() => {
      clearTimeout(timer);
      failed(refused(url, 'it closed the connection'));
    });
  });
