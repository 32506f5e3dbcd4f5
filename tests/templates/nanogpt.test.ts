import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runPython } from '../support/python.ts';

const template = fileURLToPath(new URL('../../templates/nanogpt/', import.meta.url));

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nanogpt-'));
  for (const name of ['experiment.py', 'texts.py', 'causality.py', 'prepare.py'])
    await cp(join(template, name), join(folder, name));
});
after(() => rm(folder, { recursive: true }));

/** Runs lines of Python in a copy of the template; returns what they leave in `answer`. */
const compute = async (...lines: string[]): Promise<any> =>
  JSON.parse(
    await runPython(['-c', ['import json', ...lines, 'print(json.dumps(answer))'].join('\n')], { cwd: folder }),
  );

const model = [
  'import torch',
  'from experiment import PROFILES, Transformer',
  'torch.manual_seed(0)',
  'settings = PROFILES["quick"]',
  'model = Transformer(50, settings).eval()',
];

test('changing a later character changes no earlier prediction, and changes that of its own place', async () => {
  const { earlier, own } = await compute(
    ...model,
    'text = torch.randint(50, (1, settings.block_size))',
    'answer = {"earlier": [], "own": []}',
    'with torch.no_grad():',
    '    before = model(text)',
    '    for place in range(1, settings.block_size):',
    '        changed = text.clone()',
    '        changed[0, place] = (changed[0, place] + 7) % 50',
    '        moved = (model(changed) - before).abs().amax(dim=(0, 2))',
    '        answer["earlier"].append(moved[:place].max().item())',
    '        answer["own"].append(moved[place].item())',
  );
  assert.ok(earlier.length > 10);
  for (const moved of earlier) assert.ok(moved < 1e-6, `an earlier prediction moved by ${moved}`);
  for (const moved of own) assert.ok(moved > 1e-4, `a prediction moved by ${moved} only`);
});

test('the check for leaks passes the model, and fails one that attends to later characters or mixes them in', async () => {
  const found = await compute(
    'from torch import nn',
    'from causality import LeakError, check_causality',
    ...model,
    'def leak():',
    '    try:',
    '        check_causality(model, 50, settings.block_size, "cpu")',
    '    except LeakError as error:',
    '        return str(error)',
    'state = torch.get_rng_state()',
    'answer = {"as_it_is": leak(), "same_state": torch.equal(state, torch.get_rng_state())}',
    'embed = model.embed',
    'model.embed = lambda characters: embed(characters) + embed(characters).roll(-1, dims=1)',
    'answer["mixed"] = leak()',
    'model.embed = embed',
    'for block in model.blocks:',
    '    block.attention.later.zero_()',
    'answer["unmasked"] = leak()',
  );
  assert.equal(found.as_it_is, null);
  assert.equal(found.same_state, true);
  assert.match(found.mixed, /position 15 changes with characters from position 16/);
  assert.match(found.unmasked, /must not see/);
});

test('the texts of quick are the same at every reading, of the wanted length, with few rare characters', async () => {
  const texts = await compute(
    'from texts import CHARACTERS, encode, read_text',
    'answer = {}',
    'for name, wanted in CHARACTERS.items():',
    '    text = read_text(name)',
    '    training, validation, vocabulary = encode(text)',
    '    answer[name] = {"length": len(text), "wanted": wanted, "same": text == read_text(name),',
    '        "shares": [len(training) / len(text), len(validation) / len(text)], "vocabulary": vocabulary,',
    '        "replaced": (training == 0).float().mean().item(), "highest": max(training.max(), validation.max()).item()}',
  );
  assert.deepEqual(Object.keys(texts), ['python_code', 'docstrings']);
  for (const [name, text] of Object.entries<any>(texts)) {
    assert.ok(text.same, name);
    assert.equal(text.length, text.wanted, name);
    assert.deepEqual(text.shares, [0.9, 0.1], name);
    assert.ok(text.vocabulary > 60 && text.vocabulary <= 256, `${name}: ${text.vocabulary} characters`);
    assert.ok(text.highest < text.vocabulary && text.replaced < 0.001, name);
  }
});

test('rare characters share the number 0, and every other one keeps a number of its own', async () => {
  const { numbers, vocabulary } = await compute(
    'from texts import encode',
    'training, validation, vocabulary = encode(b"ab" * 100_000 + bytes([0, 255]) + b"ba" * 5)',
    'answer = {"numbers": training[:2].tolist() + validation[-12:].tolist(), "vocabulary": vocabulary}',
  );
  assert.deepEqual(numbers, [1, 2, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
  assert.equal(vocabulary, 3);
});

test('the full profile has the 10.6 million parameters of the paper', async () => {
  const { parameters } = await compute(
    'from experiment import PROFILES, Transformer',
    'answer = {"parameters": sum(one.numel() for one in Transformer(65, PROFILES["full"]).parameters())}',
  );
  assert.ok(Math.abs(parameters / 1e6 - 10.7) < 0.15, `${parameters} parameters`);
});

test('without prepare.py the full profile says what is missing', async () => {
  const environment = { AI_SCIENTIST_PROFILE: 'full', CUDA_VISIBLE_DEVICES: '' };
  await assert.rejects(
    runPython(['experiment.py', '--out_dir=out'], { cwd: folder, environment }),
    /no text `shakespeare_char` .*: bring the file and run prepare\.py/,
  );
});

test('prepare.py refuses a text of another length or with another checksum, and leaves nothing', async () => {
  await writeFile(join(folder, 'short.txt'), 'To be, or not to be');
  await writeFile(join(folder, 'other.txt'), 'x'.repeat(1_115_394));
  const prepare = (file: string) => runPython(['prepare.py', 'shakespeare_char', file], { cwd: folder });
  await assert.rejects(prepare('short.txt'), /has 19 bytes instead of 1115394/);
  await assert.rejects(prepare('other.txt'), /its sha256 is [0-9a-f]{64} instead of 86c4e6aa/);
  assert.ok(!(await readdir(folder)).includes('data'));
});

test('prepare.py keeps a text with the right checksum, also from an archive, and experiments read it', async () => {
  const read = await compute(
    'import hashlib, io, sys, zipfile, contextlib, prepare',
    'from texts import read_text',
    'content = bytes(range(256)) * 40',
    'prepare.PUBLISHED["text8"] = (len(content), "md5", hashlib.md5(content).hexdigest())',
    'with zipfile.ZipFile("text8.zip", "w") as archive:',
    '    archive.writestr("text8", content)',
    'sys.argv = ["prepare.py", "text8", "text8.zip"]',
    'with contextlib.redirect_stdout(io.StringIO()):',
    '    prepare.main()',
    'answer = read_text("text8") == content',
  );
  assert.equal(read, true);
});
