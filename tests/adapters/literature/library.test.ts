import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLibrary } from '../../../src/adapters/literature/library/library.ts';
import { CodedError } from '../../../src/events/outcome.ts';

const folderOf = (template: string): string =>
  fileURLToPath(new URL(`../../../templates/${template}/`, import.meta.url));
const file = join(folderOf('grokking'), 'library.json');
const library = createLibrary({ file });

const { signal } = new AbortController();

const titlesFor = async (query: string, limit = 10, searched = library): Promise<string[]> => {
  const outcome = await searched.search(query, limit, signal);
  assert.ok(outcome.ok, query);
  return outcome.value.papers.map(({ title }) => title);
};

for (const template of ['grokking', '2d_diffusion', 'nanogpt']) {
  const folder = folderOf(template);
  const path = join(folder, 'library.json');
  const entries: { id: string; title: string; authors: string[] }[] = JSON.parse(await readFile(path, 'utf8'));
  const searched = createLibrary({ file: path });

  test(`${template}: a paper that is asked for by its title is found first`, async () => {
    for (const { title } of entries) assert.equal((await titlesFor(title, 10, searched))[0], title);
  });

  test(`${template}: no two papers have the same id or title, and each has authors`, () => {
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length);
    assert.equal(new Set(entries.map(({ title }) => title)).size, entries.length);
    assert.deepEqual(
      entries.filter(({ authors }) => authors.length === 0),
      [],
    );
  });

  test(`${template}: every query of the playbook finds the papers that its script wants, among the first ten`, async () => {
    const ideas = (await readdir(join(folder, 'playbook'), { withFileTypes: true })).filter((one) => one.isDirectory());
    const missed: string[] = [];
    let wanted = 0;
    for (const { name } of ideas) {
      const text = await readFile(join(folder, 'playbook', name, 'script.json'), 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      const script = JSON.parse(text);
      for (const { query, insertions } of script.citations ?? []) {
        const found = await titlesFor(query, 10, searched);
        for (const { title } of insertions) {
          wanted += 1;
          if (!found.includes(title)) missed.push(`${name}: "${query}" does not find "${title}"`);
        }
      }
      if (script.known === undefined) continue;
      wanted += 1;
      const found = await Promise.all(
        script.queries.map(({ query }: { query: string }) => titlesFor(query, 10, searched)),
      );
      if (!found.flat().includes(script.known)) missed.push(`${name}: no search shows "${script.known}"`);
    }
    assert.ok(wanted > 10, 'the playbook cites');
    assert.deepEqual(missed, []);
  });
}

test('the ranking depends on the query alone, and the limit cuts it', async () => {
  const query = 'delayed generalization of transformers with weight decay';
  const all = await titlesFor(query, 1000);
  assert.ok(all.length > 5);
  for (const limit of [1, 3, 5]) assert.deepEqual(await titlesFor(query, limit), all.slice(0, limit));
  const another = createLibrary({ file });
  const outcome = await another.search(query, 1000, signal);
  assert.deepEqual(outcome.ok && outcome.value.papers.map(({ title }) => title), all);
});

test('a query without a known word finds nothing, and says so without failing', async () => {
  for (const query of ['', '   ', 'zzyzx qwertz', 'the of and'])
    assert.deepEqual(await titlesFor(query), [], JSON.stringify(query));
});

test('an invalid library is reported with its name and code', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'library-'));
  context.after(() => rm(folder, { recursive: true }));
  for (const text of ['{"papers"', '[{"title": 3}]', '"text"']) {
    const broken = join(folder, 'library.json');
    await writeFile(broken, text);
    const search = createLibrary({ file: broken }).search('grokking', 10, signal);
    await assert.rejects(search, (error) => error instanceof CodedError && error.code === 'library.broken');
  }
});
