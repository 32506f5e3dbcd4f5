import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers one request. */
export type Reaction = (response: ServerResponse, request: IncomingMessage) => void;

export type LiteratureServer = {
  readonly url: string;
  /** Every request so far: path with parameters, headers, and time. */
  readonly asked: readonly {
    readonly url: URL;
    readonly headers: IncomingMessage['headers'];
    readonly atMs: number;
  }[];
  /** Answers the next requests with these in turn, and all later ones with the last. */
  react(...reactions: readonly Reaction[]): void;
  close(): Promise<void>;
};

/** A service on 127.0.0.1 with scripted answers. */
export const startLiteratureServer = async (): Promise<LiteratureServer> => {
  const asked: { url: URL; headers: IncomingMessage['headers']; atMs: number }[] = [];
  let reactions: Reaction[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push({ url, headers: request.headers, atMs: performance.now() });
    const reaction = reactions.length > 1 ? reactions.shift() : reactions[0];
    if (reaction === undefined) response.writeHead(404).end();
    else reaction(response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    react: (...next) => {
      reactions = [...next];
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

export const answers =
  (text: string, contentType = 'application/json'): Reaction =>
  (response) =>
    response.writeHead(200, { 'content-type': contentType }).end(text);

export const refuses =
  (status: number, headers: Record<string, string> = {}): Reaction =>
  (response) =>
    response.writeHead(status, headers).end('{"message": "no"}');

/** Never answers, so that the client must time out. */
export const hangs: Reaction = () => {};

/** Promises more bytes than it sends. */
export const cuts: Reaction = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
  response.write('{"data": [');
  setImmediate(() => response.destroy());
};

/** Sends spaces for as long as the client reads. */
export const floods: Reaction = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const pour = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
  };
  response.on('drain', pour);
  pour();
};

export const errorPage = answers('<!DOCTYPE html><html><body><h1>Down for maintenance</h1></body></html>', 'text/html');
