import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createFetch } from '../../../src/adapters/http/fetch.ts';
import { timeoutsFor } from '../../../src/adapters/models/deadline.ts';

const listen = async (context: TestContext, server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  return (server.address() as AddressInfo).port;
};

/** A service behind a proxy that counts the requests. */
const behindProxy = async (context: TestContext) => {
  const service = createServer((_, response) => response.end('here'));
  const port = await listen(context, service);
  const through: string[] = [];
  const proxy = createServer().on('connect', (request, client) => {
    through.push(request.url ?? '');
    const other = connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    other.pipe(client).pipe(other);
  });
  return { url: `http://127.0.0.1:${port}/`, through, proxy: `127.0.0.1:${await listen(context, proxy)}` };
};

const text = async (fetch: typeof globalThis.fetch, url: string) =>
  (await fetch(url, { headers: { connection: 'close' } })).text();

test('the environment’s proxy is used, and NO_PROXY is respected', async (context) => {
  const { url, through, proxy } = await behindProxy(context);
  assert.equal(await text(createFetch({ HTTP_PROXY: `http://${proxy}` }), url), 'here');
  assert.equal(await text(createFetch({ all_proxy: proxy }), url), 'here');
  assert.equal(through.length, 2);
  assert.equal(await text(createFetch({ HTTP_PROXY: `http://${proxy}`, NO_PROXY: '127.0.0.1' }), url), 'here');
  assert.equal(await text(createFetch({}), url), 'here');
  assert.equal(through.length, 2);
});

test('a local server has longer timeouts, unless the configuration overrides them', () => {
  const hosted = timeoutsFor('https://models.example/v1', {});
  for (const url of ['http://127.0.0.1:8080/v1', 'http://localhost/v1', 'http://[::1]:1/v1'])
    assert.ok(timeoutsFor(url, {}).silenceMs > 10 * hosted.silenceMs, url);
  assert.deepEqual(timeoutsFor('http://localhost', { silenceMs: 900_000 }).silenceMs, 900_000);
  assert.equal(timeoutsFor('http://127.0.0.1.example/', {}).silenceMs, hosted.silenceMs);
});
