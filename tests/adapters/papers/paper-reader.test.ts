import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { createPaperReader } from '../../../src/adapters/papers/reader.ts';
import { titleOf } from '../../../src/adapters/papers/sources.ts';
import { createBubblewrapSandbox } from '../../../src/adapters/sandbox/bubblewrap/sandbox.ts';
import { createLatexTypesetter } from '../../../src/adapters/typesetter/typesetter.ts';
import { createWorkspaces } from '../../../src/adapters/workspaces/workspaces.ts';

const sandbox = createBubblewrapSandbox({ python: '/usr/bin/python3' });
const { blobs } = createMemoryBroker();
const typesetter = createLatexTypesetter({ sandbox });
const reader = createPaperReader({ sandbox, typesetter, workspaces: createWorkspaces(blobs), blobs });
const folder = await mkdtemp(join(tmpdir(), 'paper-'));
const signal = new AbortController().signal;
const png = [0x89, 0x50, 0x4e, 0x47];

after(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string | Uint8Array): Promise<string> => {
  await mkdir(join(folder, 'parts'), { recursive: true });
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const source = (body: string): string =>
  `\\documentclass{article}\n\\title{Shakes \\\\ \\emph{at} {Three}}\n\\begin{document}\\maketitle\n${body}\n\\end{document}\n`;

describe('a paper from a person', () => {
  it('is compiled from its source and read as text and pages', async () => {
    await write('parts/results.tex', 'The loss is 3.25.');
    const path = await write('paper.tex', source('We look. \\input{parts/results}\\newpage And again.'));
    const paper = await reader.read(path, signal);
    assert.equal(paper.title, 'Shakes at Three');
    assert.match(paper.text, /We look\. +The loss is 3\.25\./);
    assert.equal(paper.pages.length, 2);
    assert.deepEqual([...(paper.pages[0]?.subarray(0, 4) ?? [])], png);
    assert.deepEqual(paper.notices, []);
  });

  it('is read as a PDF', async () => {
    const workspace = await createWorkspaces(blobs).create({ 'paper.tex': { text: source('A short one.') } });
    const job = { workspace: workspace.folder, main: 'paper.tex', wallTimeMs: 60_000, signal };
    const { pdf } = await typesetter.compile(job);
    const path = await write('given.pdf', await workspace.read(pdf ?? ''));
    await workspace.remove();
    const paper = await reader.read(path, signal);
    assert.match(paper.title, /Shakes/);
    assert.match(paper.text, /A short one/);
    assert.equal(paper.pages.length, 1);
  });

  it('that does not compile is read as its source, with what it inputs from its own folder', async () => {
    const secret = await write('secret.tex', 'not for anybody');
    await mkdir(join(folder, 'broken'), { recursive: true });
    await symlink(secret, join(folder, 'broken', 'link.pdf'));
    await write('broken/part.tex', 'the part');
    const path = await write('broken/main.tex', `\\usepackage{none}\\input{part} \\input{../secret} \\title{T}`);
    const paper = await reader.read(path, signal);
    assert.match(paper.text, /the part/);
    assert.doesNotMatch(paper.text, /not for anybody/);
    assert.deepEqual(paper.pages, []);
    assert.match(paper.notices[0] ?? '', /main\.tex does not compile here/);
  });

  it('is refused by name and code when it is no paper', async () => {
    const refused = (path: string, code: string, words: RegExp) =>
      assert.rejects(reader.read(path, signal), (error: any) => error.code === code && words.test(error.message));
    await refused(join(folder, 'none.pdf'), 'paper.unknown', /none\.pdf cannot be read \(ENOENT\)/);
    await refused(await write('notes.md', '# notes'), 'paper.unreadable', /neither a PDF nor a \.tex/);
    await refused(await write('broken.pdf', '%PDF-1.7 nothing'), 'paper.unreadable', /cannot be read as a PDF/);
  });
});

it('the title is found with its braces balanced', () => {
  assert.equal(titleOf('\\title[short]{A {B} \\textbf{C}}\\author{x}'), 'A B C');
  assert.equal(titleOf('no title'), '');
});
