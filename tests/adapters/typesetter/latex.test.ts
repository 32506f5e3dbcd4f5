import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createBubblewrapSandbox } from '../../../src/adapters/sandbox/bubblewrap/sandbox.ts';
import { createLatexTypesetter } from '../../../src/adapters/typesetter/typesetter.ts';
import type { TypesettingJob, TypesettingResult } from '../../../src/ports/typesetter.ts';
import { samplePaper } from '../../support/sample-paper.ts';

const typesetter = createLatexTypesetter({ sandbox: createBubblewrapSandbox({ python: '/usr/bin/python3' }) });

type Compiled = TypesettingResult & { readonly sha256: string | null };
type Changes = Partial<TypesettingJob> & { readonly prepare?: (workspace: string) => void };

/** Compiles sources in a temporary folder. */
const compile = async (sources: Record<string, string | Buffer>, changes: Changes = {}): Promise<Compiled> => {
  const { prepare, ...rest } = changes;
  const workspace = mkdtempSync(join(tmpdir(), 'latex-test-'));
  try {
    for (const [name, content] of Object.entries(sources)) writeFileSync(join(workspace, name), content);
    prepare?.(workspace);
    const signal = new AbortController().signal;
    const result = await typesetter.compile({ workspace, main: 'paper.tex', wallTimeMs: 30_000, signal, ...rest });
    const bytes = result.pdf === null ? null : readFileSync(join(workspace, result.pdf));
    return { ...result, sha256: bytes && createHash('sha256').update(bytes).digest('hex') };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
};

const article = (body: string): Record<string, string> => ({
  'paper.tex': `\\documentclass{article}\n\\usepackage{graphicx}\n\\begin{document}\n${body}\n\\end{document}\n`,
});

describe('the paper class', () => {
  it('sets a whole paper without a complaint, and the same bytes each time', async () => {
    const first = await compile(samplePaper());
    assert.deepEqual([first.ok, first.errors, first.warnings], [true, [], []], first.logTail);
    assert.ok(first.pages !== null && first.pages >= 1 && first.pages <= 2);
    assert.match(first.text, /Written by AI\.\s+This paper was written by a test/);
    assert.match(first.text, /run sample-run/);
    assert.match(first.text, /As Power and Burda \(2022\) found/);
    assert.match(first.text, /Table 1 has the numbers, Figure 1 the curve/);
    assert.match(first.text, /References[\s\S]*Kingma and Jimmy Ba[\s\S]*A Provenance/);
    assert.doesNotMatch(first.text, /\?\?|%%/);
    const second = await compile(samplePaper());
    assert.equal(second.sha256, first.sha256);
  });
});

describe('the typesetter', () => {
  it('places an error in the file where it is', async () => {
    const sources = samplePaper();
    const result = await compile({ ...sources, 'results.tex': `${sources['results.tex']}\nThen \\brokenmacro{x}.\n` });
    assert.equal(result.ok, false);
    assert.equal(result.errors[0]?.file, 'results.tex');
    assert.match(String(result.errors[0]?.message), /Undefined control sequence \\brokenmacro/);
    assert.ok((result.errors[0]?.line ?? 0) > 14);
  });

  it('warns of a citation that the bibliography has not', async () => {
    const sources = samplePaper();
    const result = await compile({ ...sources, 'introduction.tex': 'See \\citet{nobody2020} and \\cref{fig:none}.' });
    assert.deepEqual(result.warnings.map(({ file, line, message }) => `${file}:${line}: ${message}`).slice(0, 2), [
      'introduction.tex:1: Undefined citation: nobody2020',
      'introduction.tex:1: Undefined reference: fig:none',
    ]);
  });

  it('tells an error in the bibliography', async () => {
    const result = await compile({
      ...samplePaper(),
      'references.bib': '@article{kingma2015adam, title={A} year=2020}\n',
    });
    assert.equal(result.ok, false);
    assert.ok(result.errors.some(({ file, message }) => file === 'references.bib' && message.startsWith('BibTeX:')));
  });

  it('fails when there is no page', async () => {
    const result = await compile(article(''));
    assert.deepEqual([result.ok, result.pdf, result.errors.length], [false, null, 1]);
    assert.match(String(result.errors[0]?.message), /no page/);
  });

  it('takes no PDF of an earlier compile for its own', async () => {
    const broken = { 'paper.tex': '\\documentclass{nosuchclass}\n', 'paper.pdf': 'from yesterday' };
    const result = await compile(broken);
    assert.deepEqual([result.ok, result.pdf], [false, null]);
  });

  it('stops a document that never ends', async () => {
    const result = await compile(article('\\loop\\iftrue\\repeat'), { wallTimeMs: 1_000 });
    assert.equal(result.ok, false);
    assert.match(String(result.errors[0]?.message), /stopped: it was still running/);
  });

  it('stops when it is cancelled', async () => {
    const result = await compile(article('\\loop\\iftrue\\repeat'), { signal: AbortSignal.timeout(500) });
    assert.match(String(result.errors[0]?.message), /stopped: it was cancelled/);
  });

  for (const main of ['../paper.tex', '/etc/passwd', '-shell-escape', 'paper.tex;id', 'paper']) {
    it(`refuses ${main} as the main file`, async () => {
      const result = await compile(article('x'), { main });
      assert.match(String(result.errors[0]?.message), /is not the name of a \.tex file/);
    });
  }
});

describe('a document that looks around', () => {
  const attempts: Record<string, string> = {
    'reads a file of the machine': '\\input{/etc/passwd}',
    'opens a file of the machine': '\\newread\\in\\openin\\in=/etc/passwd \\read\\in to\\line \\line',
    'reads above its folder': '\\input{../../../../../../etc/passwd}',
    'reads by a pipe': '\\input{|"cat /etc/passwd"}',
    'reads through a link in its folder': 'x \\input{link.tex}',
    'shows a picture of a file': '\\includegraphics{/etc/passwd}',
  };
  const secret = join(tmpdir(), `latex-secret-${process.pid}`);
  for (const [what, body] of Object.entries(attempts)) {
    it(`learns nothing when it ${what}`, async () => {
      writeFileSync(secret, 'root: sesame');
      const prepare = (workspace: string) => symlinkSync(secret, join(workspace, 'link.tex'));
      const result = await compile(article(body), { prepare });
      rmSync(secret);
      assert.equal(result.ok && /sesame|root/.test(result.text), false);
      assert.doesNotMatch(result.text + result.logTail, /sesame|root:/);
      assert.ok(!result.ok || result.text.trim() === '1', result.text);
    });
  }

  it('runs no program and writes nothing outside', async () => {
    const planted = join(tmpdir(), `planted-${process.pid}.tex`);
    const body = `x\\immediate\\write18{echo ran > ran.tex}\\IfFileExists{ran.tex}{\\input{ran.tex}}{nothing}\\newwrite\\out\\immediate\\openout\\out=${planted}\\immediate\\write\\out{x}`;
    const result = await compile(article(body));
    const harmless = await compile(article(body.slice(0, body.indexOf('\\newwrite'))));
    assert.match(harmless.text, /xnothing/);
    assert.match(String(result.errors[0]?.message), /can't write on file/);
    assert.equal(existsSync(planted), false);
  });
});
