import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = ['src', 'tests', 'bench', 'scripts', 'examples'];
const maximumLines = 300;

const texts = new Map<string, string>();
for (const folder of folders) {
  for (const path of await readdir(join(root, folder), { recursive: true })) {
    if (path.endsWith('.ts')) texts.set(join(folder, path), await readFile(join(root, folder, path), 'utf8'));
  }
}

const importPattern = /\b(?:from|import)\s*\(?\s*'([^']+)'/g;

/** What a file imports: paths from the project's root, and names of modules as they stand. */
const importsOf = (path: string): readonly string[] =>
  [...(texts.get(path) ?? '').matchAll(importPattern)].map(([, name = '']) =>
    name.startsWith('.') ? relative(root, join(root, dirname(path), name)) : name,
  );

const isOurs = (name: string): boolean => folders.some((folder) => name.startsWith(`${folder}/`));

/** src/machines/coder/machine.ts -> machines/coder; other files -> the folder below src. */
const partOf = (path: string): string => {
  const [, folder = '', child = ''] = path.split('/');
  if (folder === 'machines') return `machines/${child}`;
  return folder.endsWith('.ts') ? 'main' : folder;
};

/** What each part may import beside itself. `machines` means every role and the kit. */
const table: Readonly<Record<string, readonly string[]>> = {
  main: ['cli', 'lab', 'actors', 'adapters', 'ports', 'events'],
  cli: ['lab', 'text', 'actors', 'machines', 'ports', 'events'],
  lab: ['text', 'actors', 'machines', 'ports', 'events'],
  text: ['actors', 'events'],
  actors: ['machines', 'ports', 'events'],
  adapters: ['ports', 'events'],
  ports: ['events'],
  'machines/kit': ['events'],
  machines: ['machines/kit', 'latex', 'events'],
  latex: ['events'],
  events: [],
};

const mayImport = (from: string, to: string): boolean => {
  const allowed = table[from] ?? (from.startsWith('machines/') ? table.machines : undefined);
  assert.ok(allowed, `${from} is not in the table of imports: say what it may import`);
  return from === to || allowed.includes(to) || (allowed.includes('machines') && to.startsWith('machines/'));
};

test('the parts of src import each other only as the table says', () => {
  const broken = [...texts.keys()]
    .filter((path) => path.startsWith('src/'))
    .flatMap((path) =>
      importsOf(path)
        .filter(isOurs)
        .filter((to) => !to.startsWith('src/') || !mayImport(partOf(path), partOf(to)))
        .map((to) => `${path} imports ${to}`),
    );
  assert.deepEqual(broken, []);
});

test('the table of imports has a row for every folder', async () => {
  const entries = await readdir(join(root, 'src'), { withFileTypes: true });
  const rows = new Set(Object.keys(table).map((part) => part.split('/')[0] ?? ''));
  const strangers = entries.filter((entry) => entry.isDirectory() && !rows.has(entry.name));
  assert.deepEqual(
    strangers.map(({ name }) => name),
    [],
  );
});

test('commands do not import one another: what they share is no command', () => {
  const commands = importsOf('src/cli/commands.ts').filter((path) => /^src\/cli\/[^/]+\//.test(path));
  assert.ok(commands.length > 20, `only ${commands.length} commands are found`);
  const importing = [...texts.keys()]
    .filter((path) => path.startsWith('src/') && path !== 'src/cli/commands.ts')
    .flatMap((path) => importsOf(path).map((to) => [path, to] as const))
    .filter(([, to]) => commands.includes(to));
  assert.deepEqual(importing, []);
});

test('the application reads no command line and prints nothing: that is for its faces', () => {
  const pattern = /\bconsole\.|\bprocess\.(?:argv|std(?:in|out|err)|exit)/;
  const found = [...texts].filter(([path, text]) => path.startsWith('src/lab/') && pattern.test(text));
  assert.deepEqual(
    found.map(([path]) => path),
    [],
  );
});

const isPure = (path: string): boolean => /^(?:src\/(?:events|machines|latex)|examples)\//.test(path);
const impurities =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\bperformance\.|\bprocess\.|\bset(?:Timeout|Interval|Immediate)\(|\bfetch\(|\bcrypto\b|\bglobalThis\b|\bconsole\./;
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const strings = /'(?:[^'\\\n]|\\.)*'/g;
const moduleOfPurity = ['xstate', 'zod', 'jsonrepair'];

/** A performer carries out tasks: it is the side of an added role that may touch the world. */
const isPerformer = (path: string): boolean => path.startsWith('examples/') && path.endsWith('performers.ts');
/** An example's test. */
const isTest = (path: string): boolean => path.endsWith('.test.ts');

const pureFiles = [...texts.keys()].filter((path) => isPure(path) && !isPerformer(path) && !isTest(path));

test('events, machines and added roles use no clock, no random numbers and nothing of the machine', () => {
  const found = pureFiles.flatMap((path) =>
    (texts.get(path) ?? '')
      .replace(comments, '')
      .replace(strings, "''")
      .split('\n')
      .filter((line) => impurities.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  assert.deepEqual(found, []);
});

test('events, machines and added roles import no module that reaches beyond a calculation', () => {
  const found = pureFiles.flatMap((path) =>
    importsOf(path)
      .filter((name) => !isOurs(name) && !moduleOfPurity.includes(name))
      .map((name) => `${path} imports ${name}`),
  );
  assert.deepEqual(found, []);
});

test(`no file has more than ${maximumLines} lines`, () => {
  const long = [...texts].map(([path, text]) => [path, text.split('\n').length - 1] as const);
  assert.deepEqual(
    long.filter(([, lines]) => lines > maximumLines),
    [],
  );
});

test('no file is named after nothing', () => {
  const vague = /(?:^|[-/])(?:utils?|helpers?|managers?|misc|common|stuff)(?:[-./]|$)/;
  assert.deepEqual(
    [...texts.keys()].filter((path) => vague.test(path)),
    [],
  );
});

test('nothing is put off in a comment', () => {
  const marks = /(?:\/\/|\/?\*)\s*(?:TODO|FIXME|XXX|HACK)\b/;
  assert.deepEqual(
    [...texts].filter(([, text]) => marks.test(text)).map(([path]) => path),
    [],
  );
});

test('the folders that the documents name are there', async () => {
  const entries = await readdir(root);
  const wanted = [...folders, 'docs', 'sandbox', 'templates', 'bin', '.ci', 'nats.conf'];
  assert.deepEqual(
    wanted.filter((name) => !entries.includes(name)),
    [],
  );
});
