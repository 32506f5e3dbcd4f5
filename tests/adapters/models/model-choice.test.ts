import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { chooseModels } from '../../../src/adapters/models/choose.ts';
import { readConfig } from '../../../src/adapters/models/config.ts';
import { addressed, endpointNames, endpointOf } from '../../../src/adapters/models/endpoints/endpoints.ts';
import { createModels } from '../../../src/adapters/models/models.ts';
import type { Hands } from '../../../src/lab/services.ts';
import { checkPrices } from '../../../src/lab/work/check-prices.ts';
import type { Model } from '../../../src/ports/model.ts';
import { anthropicDialect, openaiDialect } from '../../support/vendor-dialects.ts';
import { answered, callModel, modelsAt, question, testKey, vendors } from '../../support/vendor-lab.ts';
import { startVendor } from '../../support/vendor-server.ts';

const coded = (code: string, wanted: RegExp) => (error: { code?: string; message: string }) => {
  assert.equal(error.code, code, error.message);
  assert.match(error.message, wanted);
  return true;
};

const folderOf = async (context: TestContext, config?: unknown): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'config-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  if (config !== undefined) await writeFile(join(folder, 'config.json'), text);
  return folder;
};

test('without a configuration file there is an empty configuration; one that is named must be there', async (context) => {
  const folder = await folderOf(context);
  assert.deepEqual((await readConfig(undefined, folder)).models, {});
  await assert.rejects(readConfig(join(folder, 'mine.json'), folder), coded('config.missing', /mine\.json.*ENOENT/));
});

test('a configuration file is read whole, and each fault of it is named', async (context) => {
  const good = {
    models: { default: 'ollama:llama3.2:3b', reviewer: 'openai:gpt-5', 'coder.edit': 'anthropic:claude-opus-5-5' },
    endpoints: { mine: { baseUrl: 'http://10.0.0.1:9000/v1', keyVariable: 'MY_KEY' } },
    prices: { ollama: { input: 0, output: 0 } },
    timeouts: { silenceMs: 1000 },
  };
  const { models, timeouts } = await readConfig(undefined, await folderOf(context, good));
  assert.deepEqual(models, good.models);
  assert.deepEqual(timeouts, { silenceMs: 1000 });
  const faults: readonly (readonly [unknown, RegExp])[] = [
    ['{"models": ', /is invalid: .*JSON/],
    [{ model: {} }, /Unrecognized key/],
    [{ models: { reviewer: 'a model' } }, /models\.reviewer/],
    [{ endpoints: { mine: { baseUrl: 'ftp://x' } } }, /endpoints\.mine\.baseUrl/],
    [{ endpoints: { mine: { baseUrl: 'http://x', apiKey: 'sk-123' } } }, /endpoints\.mine.*apiKey/],
    [{ prices: { m: { input: -1, output: 1 } } }, /prices\.m\.input/],
  ];
  for (const [config, wanted] of faults)
    await assert.rejects(readConfig(undefined, await folderOf(context, config)), coded('config.broken', wanted));
});

test('the configuration that the documentation shows is a good one, and its endpoints and variables are the real ones', async (context) => {
  const text = await readFile(new URL('../../../docs/models.md', import.meta.url), 'utf8');
  const shown = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const { models, prices } = await readConfig(undefined, await folderOf(context, shown));
  assert.equal(models['coder.edit'], 'anthropic:claude-opus-5-5');
  assert.equal(prices['mine:large']?.output, 4);
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| `([A-Z_]+)`.* \| (http\S+) \|$/gm)].map(([, ...row]) => row);
  const accounts = {
    AZURE_OPENAI_ENDPOINT: 'https://<resource>.openai.azure.com/',
    AWS_REGION: '<region>',
    GOOGLE_CLOUD_PROJECT: '<project>',
    GOOGLE_CLOUD_LOCATION: '<location>',
  };
  const real = endpointNames({}).map((name) => {
    const endpoint = endpointOf(name, {}, accounts);
    return [name, endpoint?.keyVariable, endpoint?.baseUrl];
  });
  assert.deepEqual(rows, real);
});

const silent = { sleep: async () => {}, random: () => 0, onKey: () => {} };
const noConfig = { endpoints: {}, prices: {}, timeouts: { silenceMs: 1000, totalMs: 1000 } };

test('an endpoint without an address is told when a model of it is used', () => {
  const config = { ...noConfig, endpoints: { mine: { keyVariable: 'MY_KEY' } } };
  const models = createModels({ ...silent, config, environment: {} });
  assert.throws(() => models.named('mine:x'), coded('config.broken', /"mine" has no address: set MINE_BASE_URL$/));
  assert.throws(() => models.named('azure:gpt'), coded('config.broken', /set AZURE_BASE_URL \(https:\/\/<resource>/));
  assert.throws(() => models.named('bedrock:gpt'), coded('config.broken', /set BEDROCK_BASE_URL \(or AWS_REGION\)/));
});

test('an address of a person’s account follows from the vendor’s own variables, and is overridden by its own', () => {
  const azure = { AZURE_OPENAI_ENDPOINT: 'https://mine.openai.azure.com/' };
  assert.equal(endpointOf('azure', {}, azure)?.baseUrl, 'https://mine.openai.azure.com/openai/v1');
  assert.equal(endpointOf('azure', {}, { ...azure, AZURE_BASE_URL: 'http://x/v1' })?.baseUrl, 'http://x/v1');
  const inEurope = endpointOf('bedrock', {}, { AWS_DEFAULT_REGION: 'eu-west-1' });
  assert.equal(inEurope?.baseUrl, 'https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1');
  for (const name of ['constructor', 'toString', '__proto__']) assert.equal(endpointOf(name, {}, {}), undefined);
});

test('a server needs no file: a model is named with its address', () => {
  const { model, endpoint } = addressed('qwen3:32b@http://10.0.0.5:9000/v1') ?? assert.fail();
  assert.equal(model, 'qwen3:32b');
  assert.deepEqual([endpoint.baseUrl, endpoint.keyVariable], ['http://10.0.0.5:9000/v1', 'MODEL_API_KEY']);
  for (const name of ['ollama:llama3', 'a b@http://x', '@http://x', 'm@ftp://x', 'm@x'])
    assert.equal(addressed(name), undefined, name);
  assert.throws(() => addressed('m@http://me:secret@host/v1'), coded('config.broken', /MODEL_API_KEY/));
  const models = createModels({ ...silent, config: noConfig, environment: {} });
  assert.equal(models.named('m@http://host/v1').name, 'm@http://host/v1');
});

test('a model that is named by an address is asked there, with its key', async (context) => {
  const server = await startVendor(openaiDialect, () => ({ text: 'Yes.', usage: { input: 4, output: 2 } }));
  context.after(() => server.close());
  const name = `m@${server.url}/v1`;
  const models = modelsAt(vendors[2] ?? assert.fail(), server.url);
  assert.equal(answered(await callModel(models.named(name), question('Well?'))).text, 'Yes.');
  const [asked] = server.asked;
  assert.deepEqual([asked?.model, asked?.headers.authorization], ['m', `Bearer ${testKey}`]);
});

const stub = (name: string): Model => ({
  name,
  bound: () => ({ tokens: 0, dollars: 0 }),
  answer: () => assert.fail('nobody asks'),
});

test('the choice goes by purpose, role, default, playbook; all that may be asked are checked and recorded', async () => {
  const checked: string[] = [];
  const models = {
    named: stub,
    check: async (names: readonly string[]) => void checked.push(...names),
  };
  const roles = ['coder', 'writer', 'referee'];
  const names = { default: 'a:1', coder: 'b:2', 'coder.edit': 'c:3', writer: 'playbook' };
  const { modelFor, recorded, unpriced } = await chooseModels({
    names,
    roles,
    models,
    playbook: () => stub('playbook:x'),
  });
  assert.equal(modelFor('coder.edit').name, 'c:3');
  assert.equal(modelFor('coder.plan').name, 'b:2');
  assert.equal(modelFor('writer.draft').name, 'playbook:x');
  assert.equal(modelFor('stranger.asks').name, 'a:1');
  assert.deepEqual(recorded, {
    coder: 'b:2',
    'coder.edit': 'c:3',
    writer: 'playbook:x',
    referee: 'a:1',
    default: 'a:1',
  });
  assert.deepEqual(checked.sort(), ['a:1', 'a:1', 'b:2', 'c:3']);
  assert.deepEqual(unpriced, [], 'a stub costs nothing');
  const again = await chooseModels({ names: recorded, roles, models, playbook: () => stub('playbook:x') });
  assert.deepEqual(again.recorded, recorded, 'a run that is resumed gets the models that it recorded');
  const none = await chooseModels({ names: {}, roles, models, playbook: () => stub('playbook:x') });
  assert.equal(none.modelFor('coder.edit').name, 'playbook:x');
});

test('models whose price nobody knows are named, and no budget in dollars is accepted with them', async () => {
  const models = { ...createModels({ ...silent, config: noConfig, environment: {} }), check: async () => {} };
  const names = { default: 'vllm:homegrown', coder: 'anthropic:claude-sonnet-5-5' };
  const { unpriced } = await chooseModels({ names, roles: ['coder', 'writer'], models, playbook: () => assert.fail() });
  assert.deepEqual(unpriced, ['vllm:homegrown']);
  const hands = { unpriced } as unknown as Hands;
  assert.throws(() => checkPrices(hands, { dollars: 5 }), coded('budget.unpriced', /\$5 .*vllm:homegrown/));
  checkPrices(hands, { dollars: null });
  checkPrices({ ...hands, unpriced: [] }, { dollars: 5 });
});

test('a name that no endpoint stands behind is told with those that there are', () => {
  const models = createModels({ ...silent, config: noConfig, environment: {} });
  for (const name of ['gemni:pro', 'anthropic', 'anthropic:', 'pro@gemini'])
    assert.throws(() => models.named(name), coded('model.unknown', /anthropic:<model>, openai:<model>/));
  assert.equal(models.named('ollama:llama3.2:3b').name, 'ollama:llama3.2:3b');
  assert.equal(models.named('openrouter:meta/llama'), models.named('openrouter:meta/llama'));
});

test('a key that is missing is told before anything is asked, a line for each, with the variable to set', async () => {
  const environment = { DEEPSEEK_API_KEY: ' ' };
  const models = createModels({ ...silent, config: noConfig, environment });
  await assert.rejects(
    models.check(['anthropic:claude-opus-5-5', 'openai:gpt-5', 'deepseek:deepseek-flash']),
    coded('model.no_key', /^anthropic.*ANTHROPIC_API_KEY\nopenai.*OPENAI_API_KEY\ndeepseek.*DEEPSEEK_API_KEY$/),
  );
});

for (const vendor of vendors) {
  const check = async (
    context: TestContext,
    models: Parameters<typeof startVendor>[2],
    name: string,
  ): Promise<void> => {
    const server = await startVendor(vendor.dialect, () => 'drop', models);
    context.after(() => server.close());
    await modelsAt(vendor, server.url).check([`${vendor.endpoint}:${name}`]);
    assert.equal(server.asked.length, 0, 'nothing was asked that costs');
  };

  test(`${vendor.endpoint}: a model that the server has passes, one that it has not is named`, async (context) => {
    await check(context, ['m', 'n'], 'n');
    await assert.rejects(
      check(context, ['m', 'n'], 'o'),
      coded('model.unknown', new RegExp(`${vendor.endpoint}.*"o"`)),
    );
  });

  test(`${vendor.endpoint}: a refused key is told with its variable`, async (context) => {
    const refusal = { status: 401, message: 'invalid x-api-key' };
    const variable = `${vendor.endpoint.toUpperCase()}_API_KEY`;
    await assert.rejects(check(context, refusal, 'm'), coded('model.unauthorized', new RegExp(`${variable}: invalid`)));
  });

  test(`${vendor.endpoint}: a server that cannot say it, or is too busy to, is given the benefit`, async (context) => {
    await check(context, { status: 405, message: 'no such method' }, 'm');
    await check(context, { status: 429, message: 'slow down' }, 'm');
  });

  test(`${vendor.endpoint}: a server that is not there is told with the variable of its address`, async () => {
    const server = await startVendor(vendor.dialect, () => 'drop');
    await server.close();
    const variable = `${vendor.endpoint.toUpperCase()}_BASE_URL`;
    const models = modelsAt(vendor, server.url);
    await assert.rejects(models.check([`${vendor.endpoint}:m`]), coded('model.unavailable', new RegExp(variable)));
  });
}

test('a server without a list of models passes, as does one that takes any name', async (context) => {
  const server = await startVendor(openaiDialect, () => 'drop', { status: 404, message: 'Not Found' });
  const any = await startVendor(openaiDialect, () => 'drop', ['the-one-it-has']);
  context.after(() => Promise.all([server.close(), any.close()]));
  const environment = {
    VLLM_BASE_URL: `${server.url}/v1`,
    LLAMA_CPP_BASE_URL: `${any.url}/v1`,
    OLLAMA_BASE_URL: `${any.url}/v1`,
  };
  const models = createModels({ ...silent, config: noConfig, environment });
  await models.check(['vllm:m', 'llama-cpp:any']);
  await assert.rejects(models.check(['ollama:other']), coded('model.unknown', /the-one-it-has/));
});

test('Anthropic’s own format can be spoken at any address', async (context) => {
  const server = await startVendor(anthropicDialect, () => ({ text: 'Yes.' }), ['m']);
  context.after(() => server.close());
  const endpoints = { proxy: { api: 'anthropic' as const, baseUrl: server.url, keyVariable: 'PROXY_KEY' } };
  const keys: string[] = [];
  const models = createModels({
    ...silent,
    onKey: (key) => keys.push(key),
    config: { ...noConfig, endpoints },
    environment: { PROXY_KEY: testKey },
  });
  await models.check(['proxy:m']);
  assert.deepEqual([...new Set(keys)], [testKey]);
});
