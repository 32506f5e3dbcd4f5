import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createProgramHome } from '../support/program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const hook = new URL('../support/list-loaded.js', import.meta.url).href;

const home = await createProgramHome();
const lists = await mkdtemp(join(tmpdir(), 'loaded-'));
after(async () => {
  await home.remove();
  await rm(lists, { recursive: true, force: true });
});

type Loaded = { readonly code: number; readonly packages: ReadonlySet<string>; readonly files: readonly string[] };

const packageOf = (path: string): string => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? '';

/** The packages and project files that the program loads until it ends. */
const loadedBy = async (...line: readonly string[]): Promise<Loaded> => {
  const child = home.start(line, { NODE_OPTIONS: `--import ${hook}`, LIST_LOADED_IN: lists });
  const [code] = await once(child, 'exit');
  const urls = (await readFile(join(lists, String(child.pid)), 'utf8')).trimEnd().split('\n');
  const paths = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
  return {
    code,
    packages: new Set(paths.map(packageOf).filter((name) => name !== '')),
    files: paths.filter((path) => packageOf(path) === '').map((path) => relative(root, path)),
  };
};

for (const option of ['--version', '--help'])
  test(`${option} loads the list of commands and none of them, no adapter and no package but the parser`, async () => {
    const { code, packages, files } = await loadedBy(option);
    assert.equal(code, 0);
    assert.deepEqual([...packages], ['commander']);
    assert.ok(files.includes('src/cli/commands.ts'));
    const others = files.filter((path) => /^src\/(?:cli\/[^/]+|lab|actors|machines|adapters)\//.test(path));
    assert.deepEqual(
      others.filter((path) => !path.startsWith('src/adapters/machine/')),
      [],
    );
  });

for (const line of [['runs'], ['archive'], ['report'], ['show', 'latest']])
  test(`${line[0]} loads no model, no container engine, no schema, no fold and no other command`, async () => {
    const { packages, files } = await loadedBy(...line);
    for (const name of ['dockerode', 'openai', '@anthropic-ai/sdk', 'pino', 'tar-stream', 'zod', 'xstate'])
      assert.ok(!packages.has(name), `${name} is loaded`);
    assert.ok(packages.has('nats'));
    assert.deepEqual(
      files.filter((path) => /^src\/(?:actors|hands|adapters\/(?!broker|machine))/.test(path)),
      [],
    );
    const commands = files.filter((path) => /^src\/cli\/(?!look\/)[^/]+\//.test(path));
    assert.deepEqual(commands, []);
    assert.ok(files.includes(`src/cli/look/${line[0]}.ts`));
  });

test('a reader of the help that goes away, such as head, ends the program quietly', async () => {
  const child = home.start(['--help']);
  child.stdout?.destroy();
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    errors += piece;
  });
  const [code] = await once(child, 'close');
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});
