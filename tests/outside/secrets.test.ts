import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { secretsOf, valuesOf } from '../../src/adapters/machine/secrets.ts';
import { readConfig } from '../../src/adapters/models/config.ts';
import { createTemplates } from '../../src/adapters/templates/load.ts';
import { createRedaction } from '../../src/events/redaction.ts';

const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
after(() => rm(folder, { recursive: true, force: true }));

test('values of variables are secrets by their names, and passwords in whatever address', () => {
  const environment = {
    AWS_SECRET_ACCESS_KEY: 'aws/secret+key',
    GITHUB_PAT: 'the-pat',
    SIGNING_KEY: 'signing',
    DB_PASSWD: 'database',
    AZURE_CREDENTIALS: 'credentials',
    SENTRY_DSN: 'sentry',
    DATABASE_URL: 'postgres://me:p%40ss@host/db',
    HTTPS_PROXY: 'http://me:proxy-word@proxy:8080',
    OPENAI_BASE_URL: 'https://me:base-word@host/v1',
    PWD: '/home/me',
    OLDPWD: '/home',
    HOME: '/root',
    PATH: '/bin',
    MAX_TOKENS: '20000000',
    SSH_AUTH_SOCK: '/tmp/agent',
    PUBLIC_URL: 'https://host/path:with@signs',
  };
  const expected = ['aws/secret+key', 'the-pat', 'signing', 'database', 'credentials', 'sentry'];
  assert.deepEqual(secretsOf(environment), [...expected, 'p%40ss', 'p@ss', 'proxy-word', 'base-word']);
  assert.deepEqual(valuesOf({ LAB_A_ID: 'one', LAB_B: 'two', XLAB_A_ID: 'three', 'LAB.': '4' }, ['LAB_*_ID', 'LAB.']), [
    'one',
    '4',
  ]);
});

const character = fc.constantFrom(...'aZ09+/=%&"\\ é\n:@-_');
const secretText = fc.string({ unit: character, minLength: 8, maxLength: 40 });

test('a secret is found in each form in which it may stand', () => {
  fc.assert(
    fc.property(secretText, fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (secret, before, rest) => {
      const redaction = createRedaction([secret]);
      const forms = [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('hex'),
      ];
      for (const form of forms) assert.ok(!redaction.text(`|${form}|`).includes(form), form);
      for (const encoding of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(`${before}:${secret}${rest}`).toString(encoding);
        const clean = redaction.text(`Basic ${encoded}`);
        const at = Buffer.byteLength(`${before}:`);
        const inside = encoded.slice(Math.ceil((at * 8) / 6), Math.floor(((at + Buffer.byteLength(secret)) * 8) / 6));
        assert.ok(!clean.includes(inside), `${encoded} -> ${clean}`);
      }
      const value = { a: [`x ${secret}`], [`${secret}!`]: JSON.stringify({ deep: secret }) };
      const left = JSON.stringify(redaction.value(value));
      assert.ok(!left.includes(JSON.stringify(secret).slice(1, -1)), left);
    }),
    { numRuns: 300 },
  );
});

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const body = (length: number): string => Array.from({ length }, (_, at) => letters[(at * 37 + 11) % 62]).join('');
const upper = body(62)
  .toUpperCase()
  .replaceAll(/[^A-Z0-9]/g, '')
  .slice(0, 16);

/** Fake keys in real formats, assembled here so that secret scanners do not flag this file. */
const keys: readonly string[] = [
  `sk-${body(48)}`,
  `sk-proj-${body(30)}_${body(30)}-${body(20)}`,
  `sk-ant-api03-${body(40)}-${body(40)}`,
  ...['p', 'o', 'u', 's', 'r'].map((letter) => `gh${letter}_${body(36)}`),
  `github_pat_${body(22)}_${body(50)}`,
  `AKIA${upper}`,
  `ASIA${upper}`,
  `hf_${body(34)}`,
  `xoxb-123456789012-${body(24)}`,
  `AIza${body(35)}`,
  `glpat-${body(20)}`,
  `npm_${body(36)}`,
  `eyJ${body(20)}.eyJ${body(60)}.${body(43)}`,
  `-----BEGIN RSA PRIVATE KEY-----\n${body(62)}\n${body(62)}==\n-----END RSA PRIVATE KEY-----`,
  `-----BEGIN PRIVATE KEY-----\\n${body(62)}\\n-----END PRIVATE KEY-----`,
];

test('text that looks like a key is removed even if it is unknown, whole and in pieces', () => {
  const redaction = createRedaction();
  for (const key of keys) {
    assert.equal(redaction.text(`key=${key}, "${key}"\n${key}`), 'key=[redacted], "[redacted]"\n[redacted]', key);
    assert.deepEqual(redaction.value({ [key]: [key] }), { '[redacted]': ['[redacted]'] });
    for (const size of [1, 3, 10]) {
      const stream = redaction.stream();
      const whole = `It is ${key} and no other.`;
      let streamed = '';
      for (let at = 0; at < whole.length; at += size) streamed += stream.next(whole.slice(at, at + size));
      assert.equal(streamed + stream.end(), redaction.text(whole), key);
    }
  }
});

test('ordinary words, numbers and code stay', () => {
  const redaction = createRedaction(['short', '1234567']);
  const text =
    'task-specific-hyperparameters-and-more, sk-learn-based-classification-models, hf_hub, AKIA, a short 1234567, ' +
    'eyJ.a.b, ghp_, -----BEGIN CERTIFICATE-----, deadbeefdeadbeefdeadbeefdeadbeef, e3b0c44298fc1c149afbf4c8996fb92427ae41e4';
  assert.equal(redaction.text(text), text);
  const value = { text };
  assert.equal(redaction.value(value), value);
});

test('a person may name further secrets', async () => {
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ secrets: { names: ['LAB_ID'], patterns: ['lab-[0-9]{4}'] } }));
  const { secrets } = await readConfig(file, folder);
  const redaction = createRedaction();
  for (const pattern of secrets.patterns) redaction.protectShape(new RegExp(pattern));
  assert.equal(redaction.text('lab-1234 and lab-5678'), '[redacted] and [redacted]');
  for (const pattern of ['(', '', 'a*']) {
    await writeFile(file, JSON.stringify({ secrets: { patterns: [pattern] } }));
    await assert.rejects(readConfig(file, folder), { code: 'config.broken' });
  }
});

const project = fileURLToPath(new URL('../../', import.meta.url));
let count = 0;
const templateWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  count += 1;
  const place = join(folder, `template-${count}`);
  await cp(join(project, 'templates/grokking'), place, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), text);
  }
  return place;
};

const load = async (place: string, more: object = {}) => {
  const notices: string[] = [];
  const blobs: string[] = [];
  const templates = createTemplates({
    templates: join(project, 'templates'),
    sandboxLimits: join(project, 'sandbox/limits.json'),
    onNotice: (line) => notices.push(line),
    ...more,
  });
  const put = async (bytes: Uint8Array) => `${blobs.push(Buffer.from(bytes).toString('latin1'))}`;
  return { template: await templates.load(place, undefined, put), notices, blobs };
};

test("a template's hidden and secret files are left out, each told by its name", async () => {
  const paths = [
    '.env',
    'data/.netrc',
    '.aws/config',
    'server.pem',
    'id_ed25519',
    'credentials.json',
    'latex/a.key',
    'prod.env',
  ];
  const place = await templateWith(Object.fromEntries(paths.map((path) => [path, 'no-key-by-its-looks'])));
  const { template, notices, blobs } = await load(place);
  assert.ok(!JSON.stringify([template, blobs]).includes('no-key-by-its-looks'));
  for (const path of paths)
    assert.ok(
      notices.some((line) => line.includes(` ${path} is left out`)),
      path,
    );
  assert.equal(notices.length, paths.length);
});

test("a template with a key in a file is refused by the file's name, and the key is not told", async () => {
  for (const path of ['experiment.py', 'prompt.json', 'config.yaml', 'latex/template.tex']) {
    const key = keys[0] as string;
    const place = await templateWith({ [path]: `{"system": "x", "task_description": "${key}"}` });
    await assert.rejects(load(place), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'template.secret');
      assert.ok(error.message.includes(` ${path} contains`));
      return !error.message.includes(key);
    });
  }
  const known = createRedaction(['a password of mine']);
  const holdsSecret = (text: string): boolean => known.text(text) !== text;
  const place = await templateWith({ 'notes.txt': 'it is "a password of mine"' });
  await assert.rejects(load(place, { holdsSecret }), { code: 'template.secret' });
});
