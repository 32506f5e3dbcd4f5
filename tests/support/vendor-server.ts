import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Asked, Dialect, Told, Usage } from './vendor-dialects.ts';

/** As charged: the input includes cache reads and writes. */
/** How the server handles one request for an answer. */
export type Behaviour =
  | {
      readonly text: string;
      readonly stop?: Told['stop'];
      readonly usage?: Usage | undefined;
      /** After half of the pieces: drops the connection, sends an error in the stream, or stalls. */
      readonly halfway?: 'cut' | 'end' | 'hang' | { readonly type: string; readonly message: string };
      /** Between two frames. */
      readonly pauseMs?: number;
    }
  | {
      readonly status: number;
      readonly type?: string;
      readonly message?: string;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly raw: string; readonly contentType: string }
  | 'drop'
  | 'hang';

export type VendorServer = {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
};

const readBody = async (request: IncomingMessage): Promise<any> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
};

const piecesOf = (text: string): readonly string[] => {
  const length = Math.max(1, Math.ceil(text.length / 6));
  return text === '' ? [] : (text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? []);
};

const stream = async (
  response: ServerResponse,
  frames: readonly string[],
  { halfway, pauseMs }: Extract<Behaviour, { text: string }>,
  dialect: Dialect,
): Promise<void> => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const shown = halfway === undefined ? frames : frames.slice(0, Math.ceil(frames.length / 2) + 1);
  for (const frame of shown) {
    response.write(frame);
    if (pauseMs !== undefined) await sleep(pauseMs);
  }
  if (halfway === 'hang') return;
  if (halfway === 'cut') {
    await sleep(30);
    response.destroy();
    return;
  }
  if (typeof halfway === 'object') response.write(dialect.errorFrame(halfway.type, halfway.message));
  response.end();
};

/** A local server with a vendor's wire format and scripted behaviour for each request. */
export const startVendor = async (
  dialect: Dialect,
  behave: (asked: Asked, count: number) => Behaviour | Promise<Behaviour>,
  models: readonly string[] | { readonly status: number; readonly message: string } = ['m'],
): Promise<VendorServer> => {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const question = dialect.read(await readBody(request), request.headers);
    asked.push(question);
    const behaviour = await behave(question, asked.length);
    if (behaviour === 'hang') return;
    if (behaviour === 'drop') return void response.destroy();
    if ('raw' in behaviour)
      return void response.writeHead(200, { 'content-type': behaviour.contentType }).end(behaviour.raw);
    if ('status' in behaviour) {
      const { status, type = 'error', message = 'it went wrong', headers, body } = behaviour;
      const text = body ?? JSON.stringify(dialect.error(type, message));
      return void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    }
    const { text, stop = 'end', usage = { input: 100, output: 10 } } = behaviour;
    const told = { text, stop, usage: 'usage' in behaviour ? behaviour.usage : usage };
    await stream(response, dialect.frames(question, told, piecesOf(text)), behaviour, dialect);
  };
  const list = (path: string, response: ServerResponse): void => {
    const one = /\/models\/(.+)$/.exec(path)?.[1];
    const isKnown = one === undefined || ('includes' in models && models.includes(decodeURIComponent(one)));
    const status = 'status' in models ? models.status : isKnown ? 200 : 404;
    const value =
      status !== 200
        ? dialect.error('error', 'status' in models ? models.message : 'no such model')
        : one === undefined
          ? { object: 'list', data: (models as readonly string[]).map(dialect.model) }
          : dialect.model(decodeURIComponent(one));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.split('?')[0] === dialect.answerPath) answer(request, response).catch((error) => response.destroy(error));
    else list(path, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
