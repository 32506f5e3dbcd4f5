import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { endpointOf } from '../../../src/adapters/models/endpoints/endpoints.ts';
import { createModels } from '../../../src/adapters/models/models.ts';
import { answered, callModel, failed, question } from '../../support/vendor-lab.ts';

/** A server that accepts only the token in `accepted`, and notes each one that it receives. */
const startCloud = async (context: TestContext) => {
  const cloud = { accepted: 'token-1', received: [] as string[], paths: [] as string[], url: '' };
  const server = createServer(async (request, response) => {
    await request.toArray();
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    cloud.received.push(token);
    cloud.paths.push(request.url ?? '');
    if (token !== cloud.accepted) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"error":{"code":401,"message":"Request had invalid authentication credentials."}}');
      return;
    }
    const whole = { choices: [{ message: { content: 'four' }, finish_reason: 'stop' }], usage: { prompt_tokens: 1 } };
    response.writeHead(request.method === 'POST' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(whole));
  }).listen(0, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
  cloud.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/endpoints/openapi`;
  return cloud;
};

/** Puts a `gcloud` on the PATH that prints a new token at each call, and only if it is asked as it should be. */
const signIn = async (context: TestContext): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'gcloud-'));
  const before = process.env.PATH;
  context.after(async () => {
    process.env.PATH = before;
    await rm(folder, { recursive: true });
  });
  const script = `#!/bin/sh
[ "$*" = "auth print-access-token" ] || exit 2
echo x >>"${folder}/calls"
echo "token-$(wc -l <"${folder}/calls" | tr -d ' ')"`;
  await writeFile(join(folder, 'gcloud'), script, { mode: 0o755 });
  process.env.PATH = `${folder}${delimiter}${before}`;
};

const modelsOf = (url: string, environment: Record<string, string> = {}, keyCommand?: string[]) => {
  const keys: string[] = [];
  const models = createModels({
    config: {
      endpoints: keyCommand === undefined ? {} : { vertex: { keyCommand } },
      prices: {},
      timeouts: { silenceMs: 5000, totalMs: 20_000 },
    },
    environment: { VERTEX_BASE_URL: url, ...environment },
    sleep: async () => {},
    random: () => 0.5,
    onKey: (key) => keys.push(key),
  });
  return { models, keys, ask: () => callModel(models.named('vertex:google/gemini'), question('2 + 2?')) };
};

test('a token is taken from the command, kept, and renewed once the server refuses it; each is redacted', async (context) => {
  const cloud = await startCloud(context);
  await signIn(context);
  const { models, keys, ask } = modelsOf(cloud.url);
  await models.check(['vertex:google/gemini']);
  assert.equal(answered(await ask()).text, 'four');
  cloud.accepted = 'token-2';
  for (const one of await Promise.all([ask(), ask()])) assert.equal(answered(one).text, 'four');
  assert.equal(answered(await ask()).text, 'four');
  assert.deepEqual(keys, ['token-1', 'token-2']);
  assert.deepEqual(cloud.received.toSorted(), [...Array(4).fill('token-1'), ...Array(3).fill('token-2')]);
  assert.ok(cloud.paths.every((path) => path.startsWith('/endpoints/openapi/')));
});

test('the token in the environment is used first; a server that refuses new ones too is told of', async (context) => {
  const cloud = await startCloud(context);
  await signIn(context);
  cloud.accepted = 'of-today';
  const { ask } = modelsOf(cloud.url, { GOOGLE_ACCESS_TOKEN: 'of-today' });
  assert.equal(answered(await ask()).text, 'four');
  assert.deepEqual(cloud.received, ['of-today']);
  cloud.accepted = 'nothing';
  assert.equal(failed(await ask()).code, 'model.unauthorized');
  assert.deepEqual(cloud.received.slice(1), ['of-today', 'token-1']);
});

test('a command that gives no token is named with its complaint, before a run and in a call', async (context) => {
  const cloud = await startCloud(context);
  const { models, ask } = modelsOf(cloud.url, {}, ['sh', '-c', 'echo "You are not signed in." >&2; exit 1']);
  const message = /sh -c .* gives no access token: You are not signed in\./;
  const { code, message: told } = failed(await ask());
  assert.equal(code, 'model.no_key');
  assert.match(told, message);
  await assert.rejects(models.check(['vertex:google/gemini']), { code: 'model.no_key', message });
  assert.deepEqual(cloud.received, []);
});

test('the address follows from the project and the location', () => {
  const at = (location: string) =>
    endpointOf('vertex', {}, { GOOGLE_CLOUD_PROJECT: 'lab', GOOGLE_CLOUD_LOCATION: location })?.baseUrl;
  const path = 'aiplatform.googleapis.com/v1/projects/lab/locations';
  assert.equal(at('europe-west4'), `https://europe-west4-${path}/europe-west4/endpoints/openapi`);
  assert.equal(at('global'), `https://${path}/global/endpoints/openapi`);
  assert.throws(() => endpointOf('vertex', {}, {}), { message: /GOOGLE_CLOUD_PROJECT and GOOGLE_CLOUD_LOCATION/ });
});
