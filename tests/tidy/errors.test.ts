import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ErrorArea } from '../../src/events/errors/entry.ts';
import { errors } from '../../src/events/errors/registry.ts';
import { CodedError, failure } from '../../src/events/outcome.ts';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const registry = 'events/errors/';
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

const texts = new Map<string, string>();
for (const path of (await readdir(source, { recursive: true })).sort()) {
  if (path.endsWith('.ts') && !path.startsWith(registry))
    texts.set(path, (await readFile(`${source}${path}`, 'utf8')).replace(comments, ''));
}
const whole = [...texts.values()].join('\n');

const codes = Object.keys(errors);

/** Templates such as `budget.${over}`, as the two parts around the hole. */
const templates = [...whole.matchAll(/`([a-z]+\.)?\$\{\w+\}(\.[a-z]+)?`/g)].map(([, head = '', tail = '']) => ({
  head,
  tail,
}));

const isPutTogether = (code: string): boolean =>
  templates.some(({ head, tail }) => {
    if (head + tail === '' || !code.startsWith(head) || !code.endsWith(tail)) return false;
    return whole.includes(`'${code.slice(head.length, code.length - tail.length)}'`);
  });

test('every registered code is used', () => {
  const unused = codes.filter((code) => !new RegExp(`['\`]${code}(?:'|: )`).test(whole) && !isPutTogether(code));
  assert.deepEqual(unused, []);
});

test('every code that is written into an event or a reason is registered', () => {
  const written = /\bcode: '([^']+)'|['`]([a-z]+\.[a-z_]+): /g;
  const unknown = [...whole.matchAll(written)]
    .map(([, code, reason]) => code ?? reason ?? '')
    .filter((code) => !Object.hasOwn(errors, code));
  assert.deepEqual(unknown, []);
});

test('no code is registered twice, and the registry has every area', async () => {
  const found: string[] = [];
  for (const file of await readdir(`${source}${registry}`)) {
    if (file === 'registry.ts') continue;
    const areas = Object.values((await import(`${source}${registry}${file}`)) as Record<string, ErrorArea>);
    found.push(...areas.flatMap((area) => Object.keys(area)));
  }
  assert.deepEqual(found.sort(), [...codes].sort());
});

test('a code is an area and a reason, its meaning and its remedy are sentences', () => {
  for (const [code, { meaning, remedy }] of Object.entries(errors)) {
    assert.match(code, /^[a-z]+\.[a-z_]+$/);
    for (const text of [meaning, remedy]) assert.match(text, /^[A-Z][^|\n]*[^.]\.$/, code);
  }
});

test('the compiler refuses a code that is not registered, unless it has the form of an added role', () => {
  // @ts-expect-error a slip of the pen
  assert.equal(new CodedError('model.rate_limitd', '').code, 'model.rate_limitd');
  // @ts-expect-error no such area
  assert.equal(failure('no.such', '').ok, false);
  assert.equal(failure('my-package/no_quota', '').ok, false);
});
