import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { activeContentIn } from '../../src/adapters/papers/active-content.ts';
import { parseLatexLog } from '../../src/adapters/typesetter/log.ts';
import { createLatexTypesetter } from '../../src/adapters/typesetter/typesetter.ts';
import { dangersIn } from '../../src/latex/checks/dangers.ts';

const pdf = (...objects: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(
    ['%PDF-1.5\n', ...objects, '\ntrailer << /Root 1 0 R >>\n%%EOF'].map((part) => Buffer.from(part as string)),
  );

const packed = (text: string, dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode'): Buffer =>
  Buffer.concat([
    Buffer.from(`9 0 obj\n<< ${dictionary} >>\nstream\n`),
    deflateSync(text),
    Buffer.from('\nendstream\nendobj\n'),
  ]);

const bad: Readonly<Record<string, string>> = {
  script: '<< /S /JavaScript /JS (app.alert(1)) >>',
  'script by codes': '<< /S /Java#53cript /JS (1) >>',
  program: '<< /S /Launch /F (calc.exe) >>',
  form: '<< /S /SubmitForm /F (https://example.org) >>',
  reader: '<< /S /ImportData /F (x) >>',
  media: '<< /Subtype /RichMedia >>',
  'scripted form': '<< /XFA [ (a) 3 0 R ] >>',
  'link to run': '<< /S /URI /URI (run:calc.exe) >>',
  'link to a file': '<< /S /URI /URI ( FILE:///etc/passwd) >>',
  'asked at opening': '<< /Type /Catalog /OpenAction << /S /URI /URI (https://example.org/seen) >> >>',
};

test('active content in a PDF is found, compressed or not', () => {
  for (const [name, object] of Object.entries(bad)) {
    assert.equal(activeContentIn(pdf(`1 0 obj\n${object}\nendobj\n`)).length, 1, name);
    assert.equal(activeContentIn(pdf(packed(`1 0 ${object}`))).length, 1, `${name}, packed`);
    const misleading = pdf(
      '2 0 obj\n<< /T (a stream of words) >>\nendobj\n',
      packed(`1 0 ${object}`, '/T (stream) /Type /Obj#53tm'),
    );
    assert.ok(activeContentIn(misleading).length > 0, `${name}, behind a misleading word`);
  }
  const later = pdf(
    '1 0 obj\n<< /OpenAction 2 0 R >>\nendobj\n',
    packed('2 0 << /S /URI /URI (https://example.org) >>'),
  );
  assert.deepEqual(activeContentIn(later), ['an address that is requested on opening']);
});

test('what cannot be looked into is refused', () => {
  assert.equal(activeContentIn(pdf('<< /Encrypt 5 0 R >>')).length, 1);
  const odd = Buffer.from('9 0 obj\n<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nabc\nendstream\n');
  assert.deepEqual(activeContentIn(pdf(odd)), ['objects that cannot be decompressed']);
  assert.equal(activeContentIn(pdf('/OpenAction 1 0 R '.repeat(1000))).length, 1);
});

test('links to the web and to a page are allowed', () => {
  const usual = pdf(
    '1 0 obj\n<< /Type /Catalog /OpenAction 2 0 R >>\nendobj\n2 0 obj\n<< /S /GoTo /D [3 0 R /Fit] >>\nendobj\n',
    packed('7 0 << /S /URI /URI (https://example.org/a) >>'),
    '4 0 obj\n<< /Length 3 >>\nstream\nabc\nendstream\nendobj\n',
  );
  assert.deepEqual(activeContentIn(usual), []);
});

test('sections may not say what runs, nor what only looks like an error', () => {
  const texts = [
    '\\href{run:calc}{a}',
    '\\href[pdfnewwindow]{ RUN :calc}{a}',
    '\\url{javascript:1}',
    '\\special{pdf: x}',
    '\\pdfannot width 1pt {}',
    '\\typeout{paper.tex:3: Undefined control sequence.}',
    '\\errmessage{x}',
    '\\PackageError{a}{b}{c}',
    '\\hypersetup{pdfinfo={a}}',
  ];
  for (const text of texts) assert.equal(dangersIn(text).length, 1, text);
  assert.deepEqual(dangersIn('\\href{https://example.org/run:x}{a}, \\url{https://example.org}, \\shown'), []);
});

const forged = `(./paper.tex
paper.tex:3: Undefined control sequence.
l.3 \\nothing
Output written on paper.pdf (99 pages, 1 bytes).
)
Output written on paper.pdf (1 page, 9000 bytes).
`;

/** A compiler that left this log and exited this way. */
const compileWith = async (log: string, exitCode: number) => {
  const files: Readonly<Record<string, string>> = { 'paper.log': log, 'paper.pdf': pdf().toString() };
  const { mkdtemp, rm, writeFile } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const workspace = await mkdtemp(join(tmpdir(), 'forged-'));
  const reason = exitCode === 0 ? ('completed' as const) : ('crashed' as const);
  const run = async ({ command }: { readonly command: readonly string[] }) => {
    if (command[0] === 'pdflatex')
      for (const [name, text] of Object.entries(files)) await writeFile(join(workspace, name), text);
    return { reason, explanation: `exit code ${exitCode}`, exitCode, stdout: '', stderr: '' };
  };
  const typesetter = createLatexTypesetter({ sandbox: { run } as never });
  const job = { workspace, main: 'paper.tex', wallTimeMs: 1000, signal: new AbortController().signal };
  const result = await typesetter.compile(job);
  await rm(workspace, { recursive: true });
  return result;
};

test("a paper's own words are not taken for errors of a compiler that met none", async () => {
  const result = await compileWith(forged, 0);
  assert.deepEqual([result.ok, result.errors, result.pages], [true, [], 1]);
  assert.equal((await compileWith(forged, 1)).errors.length, 1);
  assert.equal(parseLatexLog(forged, 'paper.tex').pages, 1);
});
