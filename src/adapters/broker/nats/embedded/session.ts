import { connect } from 'node:net';
import { CodedError } from '../../../../events/outcome.ts';
import type { Credentials } from './credentials.ts';

/** A connection that only marks its process as a user: the server runs while it is open. It ends with its process. */
export type Session = {
  readonly serverId: string;
  readonly version: string;
  /** Resolves when either side has ended the connection. */
  readonly closed: Promise<void>;
  close(): void;
};

export type SessionRequest = {
  readonly url: string;
  readonly credentials: Credentials;
  /** When given, a server with another id is refused before the secret is sent. */
  readonly serverId?: string;
  readonly timeoutMs: number;
};

const refused = (url: string, reason: string, cause?: unknown): CodedError =>
  new CodedError('nats.refused', `the nats-server at ${url} refused the connection: ${reason}`, { cause });

/** Implements the part of the NATS client protocol that authenticates and keeps a connection alive. Throws nats.refused. */
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
