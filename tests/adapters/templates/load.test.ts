import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createTemplates } from '../../../src/adapters/templates/load.ts';
import { noOverlay, type Overlay } from '../../../src/ports/templates.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'templates-'));
after(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | Uint8Array>>;

const needed: Files = {
  'experiment.py': 'print(1)\n',
  'plot.py': 'print(2)\n',
  'prompt.json': '{"system": "s", "task_description": "t"}',
};

let count = 0;
const templateOf = async (files: Files): Promise<string> => {
  count += 1;
  const place = join(folder, `t${count}`);
  for (const [path, text] of Object.entries({ ...needed, ...files })) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), text);
  }
  return place;
};

const load = async (files: Files, profile?: string, overlay?: Overlay) => {
  const notices: string[] = [];
  const blobs = new Map<string, Uint8Array>();
  const templates = createTemplates({
    templates: join(project, 'templates'),
    sandboxLimits: join(project, 'sandbox/limits.json'),
    onNotice: (line) => notices.push(line),
  });
  const putBlob = async (bytes: Uint8Array): Promise<string> => {
    const name = `blob-${blobs.size + 1}`;
    blobs.set(name, bytes);
    return name;
  };
  const loaded = await templates.load(await templateOf(files), profile, putBlob, overlay);
  return { ...loaded, notices, blobs };
};

const refused = (files: Files, code: string, message: RegExp, profile?: string): Promise<void> =>
  assert.rejects(load(files, profile), { code, message });

test('every file that the code may read is in the workspace, also Markdown and a folder called playbook', async () => {
  const { template, notices } = await load({
    'corpus.md': 'words',
    'README.md': 'about',
    'playbook/moves.txt': 'e4',
    'data/deep/a.csv': '1,2',
  });
  assert.deepEqual(Object.keys(template.workspace).sort(), [
    'README.md',
    'corpus.md',
    'data/deep/a.csv',
    'experiment.py',
    'playbook/moves.txt',
    'plot.py',
  ]);
  assert.deepEqual(notices, []);
});

test('results and hidden files are left out and named, a folder once', async () => {
  const { template, notices } = await load({
    'run_3/final_info.json': '{}',
    'run_3/curve.npy': 'x',
    '.env': 'A=1',
    '.git/config': 'x',
    '__pycache__/a.pyc': 'x',
  });
  assert.deepEqual(Object.keys(template.workspace), ['experiment.py', 'plot.py']);
  assert.equal(notices.length, 2);
  assert.match(notices.join('\n'), /\.env is left out/);
  assert.match(notices.join('\n'), /run_3 is left out, because a run makes its own folders of results/);
});

test('bytes stay as they are: Latin-1, a byte-order mark, line ends of Windows', async () => {
  const latin = Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x2c, 0x31]);
  const { template, blobs } = await load({ 'latin.csv': latin, 'mark.csv': '\uFEFFa,b', 'windows.csv': 'a\r\nb' });
  const entry = template.workspace['latin.csv'];
  assert.ok(entry !== undefined && 'blob' in entry);
  assert.deepEqual(Buffer.from(blobs.get(entry.blob) ?? []), latin);
  assert.deepEqual(template.workspace['mark.csv'], { text: '\uFEFFa,b' });
  assert.deepEqual(template.workspace['windows.csv'], { text: 'a\r\nb' });
});

test('code that cannot stand in a prompt is refused', async () => {
  const tooLong = `# ${'x'.repeat(64_000)}`;
  await refused({ 'experiment.py': tooLong }, 'template.too_large', /experiment\.py has 64002 bytes; at most 64000/);
  await refused({ 'plot.py': tooLong }, 'template.too_large', /plot\.py has 64002 bytes/);
  const latin = Buffer.from([0x23, 0xe9, 0x0a]);
  await refused({ 'experiment.py': latin }, 'template.broken', /experiment\.py is not UTF-8 text/);
  await refused({ 'plot.py': '\n' }, 'template.broken', /plot\.py is empty/);
});

test('too many files: the folder with most of them is named', async () => {
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`data/shards/${index}.txt`, 'x']));
  await refused(many, 'template.too_large', /501 of them in data\/shards/);
});

test('JSON files may begin with a byte-order mark, but not be empty', async () => {
  const { template } = await load({ 'prompt.json': `\uFEFF${needed['prompt.json']}` });
  assert.equal(template.system, 's');
  await refused({ 'seed_ideas.json': '' }, 'template.broken', /seed_ideas\.json is empty/);
  await refused({ 'prompt.json': ' \n' }, 'template.broken', /prompt\.json is empty/);
});

test('seed ideas: capital or small keys, ratings or none, and the ideas of a published result', async () => {
  const { template } = await load({
    'seed_ideas.json': JSON.stringify([
      { Name: 'a', Title: 'A', Experiment: 'E', Interestingness: 5, Feasibility: 6, Novelty: 7 },
      { name: 'b', title: 'B', experiment: 'F' },
    ]),
    'ideas.json': JSON.stringify([
      { Name: 'a', Title: 'again', Experiment: 'G', novel: false },
      { Name: 'c', Title: 'C', Experiment: 'H', Interestingness: 5, Feasibility: 6, Novelty: 7, novel: true },
    ]),
  });
  assert.deepEqual(
    template.seeds.map(({ name, title, novelty }) => [name, title, novelty]),
    [
      ['a', 'A', 7],
      ['b', 'B', null],
      ['c', 'C', 7],
    ],
  );
  assert.equal('ideas.json' in template.workspace, false);
  await refused({ 'seed_ideas.json': '[{"name": "a"}]' }, 'template.broken', /seed_ideas\.json.*title/);
});

test('a setting that does not exist is refused with the ones that do', async () => {
  const settings = (profile: object) => ({ 'template.json': JSON.stringify({ profiles: { a: profile } }) });
  await refused(settings({ experimentLimits: { wallTime: 3000 } }), 'template.broken', /wallTime.*wallTimeMs/);
  await refused(settings({ environmnt: {} }), 'template.broken', /environmnt.*environment/);
  await refused(settings({ limits: { run: 2 } }), 'template.broken', /\brun\b.*\bruns\b/);
});

test('a profile that the template does not have is refused, also when it has none', async () => {
  await refused({}, 'template.profile', /has no profile "quick": it has no profiles/, 'quick');
  assert.equal((await load({})).profile, 'default');
  assert.equal((await load({}, 'default')).profile, 'default');
  const own = { 'template.json': '{"profiles": {"small": {}}}' };
  await refused(own, 'template.profile', /give one of small/, 'quick');
});

test('what has a slash is a path, even if a built-in template has that name', async () => {
  const templates = createTemplates({
    templates: join(project, 'templates'),
    sandboxLimits: join(project, 'sandbox/limits.json'),
  });
  const putBlob = async (): Promise<string> => 'blob';
  const own = join(await templateOf({}), 'grokking');
  await mkdir(own);
  for (const [name, text] of Object.entries(needed)) await writeFile(join(own, name), text);
  const { folder: found } = await templates.load(own, undefined, putBlob);
  assert.equal(found, own);
  await assert.rejects(templates.load('./grokking', undefined, putBlob), {
    code: 'template.unknown',
    message: /"\.\/grokking": there is no experiment\.py in .*grokking/,
  });
});

test('settings are laid over a profile: variables, arguments, limits, and directions of metrics', async () => {
  const profile = {
    environment: { SIZE: '1', SEED: '2' },
    arguments: ['--lr=1'],
    experimentLimits: { wallTimeMs: 1000, processes: 5 },
    limits: { runs: 2, reviews: 3 },
  };
  const metrics = { loss: { better: 'lower', label: 'the loss' }, odd: { label: 'odd' } };
  const own = { 'template.json': JSON.stringify({ metrics, profiles: { a: profile } }) };
  const overlay: Overlay = {
    environment: { SIZE: '9' },
    arguments: ['--epochs=3'],
    experimentLimits: { wallTimeMs: 5000 },
    limits: { runs: 1 },
    metrics: { odd: 'higher', new: 'lower' },
  };
  const { template, limits } = await load(own, undefined, overlay);
  assert.deepEqual(template.environment, { SIZE: '9', SEED: '2' });
  assert.deepEqual(template.arguments, ['--lr=1', '--epochs=3']);
  assert.deepEqual([template.experimentLimits.wallTimeMs, template.experimentLimits.processes], [5000, 5]);
  assert.deepEqual(limits, { runs: 1, reviews: 3 });
  assert.deepEqual(template.metrics, {
    loss: { better: 'lower', label: 'the loss' },
    odd: { better: 'higher', label: 'odd' },
    new: { better: 'lower' },
  });
});

test('a baseline is taken over only under equal code, variables, arguments and limits', async () => {
  const keyOf = async (overlay: Partial<Overlay>, files: Files = {}): Promise<string> =>
    (await load(files, undefined, { ...noOverlay, ...overlay })).template.baselineKey;
  const key = await keyOf({});
  assert.equal(await keyOf({ limits: { runs: 1 }, metrics: { loss: 'lower' } }), key);
  const different = [
    keyOf({ environment: { A: '1' } }),
    keyOf({ arguments: ['-v'] }),
    keyOf({ experimentLimits: { wallTimeMs: 1 } }),
    keyOf({}, { 'data.txt': 'x' }),
  ];
  assert.equal(new Set([key, ...(await Promise.all(different))]).size, 5);
});
