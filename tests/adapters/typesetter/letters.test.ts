import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lettersRequirement } from '../../../src/adapters/machine/letters.ts';
import { createBubblewrapSandbox } from '../../../src/adapters/sandbox/bubblewrap/sandbox.ts';
import { codedCharacters } from '../../../src/adapters/typesetter/coded.ts';
import { chooseEngine, engineFiles, fontsNamedIn } from '../../../src/adapters/typesetter/engine.ts';
import { createLatexTypesetter } from '../../../src/adapters/typesetter/typesetter.ts';
import { textAt } from '../../../src/events/tree.ts';
import { bibliography } from '../../../src/latex/bibliography.ts';
import { withLetters } from '../../../src/latex/letters.ts';
import { plainCharacters } from '../../../src/latex/unicode.ts';
import type { Sandbox } from '../../../src/ports/sandbox.ts';
import { paperRecord } from '../../support/writer-world.ts';

const sandbox = createBubblewrapSandbox({ python: '/usr/bin/python3' });

/** A machine on which a search for fonts and engines finds nothing. */
const withoutFonts: Sandbox = {
  ...sandbox,
  run: (job) => sandbox.run(job.command[0] === 'kpsewhich' ? { ...job, command: ['true'] } : job),
};

const letters = await lettersRequirement.find();

const paperClass = fileURLToPath(new URL('../../../templates/paper/aiscientist.cls', import.meta.url));
const ownClass = '\\documentclass{aiscientist}\\run{x}';

const names = ['王小明', 'Иван Петров', 'Γιώργος Παπαδόπουλος', 'محمد علي', 'דוד כהן', 'राहुल शर्मा', '김철수'];
const references = bibliography(
  names.map((name, at) => ({ key: `key${at}`, paper: paperRecord(`p${at}`, `Study ${at}`, name) })),
);

const compile = async (preamble: string, body: string, where = sandbox, style = 'plainnat') => {
  const workspace = mkdtempSync(join(tmpdir(), 'letters-'));
  try {
    copyFileSync(paperClass, join(workspace, 'aiscientist.cls'));
    const text = `${preamble}\\title{On 王小明}\\author{A}\n\\begin{document}\n\\maketitle\n${plainCharacters(body)}\n\\nocite{*}\\bibliographystyle{${style}}\\bibliography{references}\n\\end{document}\n`;
    const sources = withLetters({ 'paper.tex': { text }, 'references.bib': { text: references } }, 'paper.tex');
    for (const path of Object.keys(sources)) writeFileSync(join(workspace, path), textAt(sources, path) ?? '');
    const { signal } = new AbortController();
    const typesetter = createLatexTypesetter({ sandbox: where });
    const result = await typesetter.compile({ workspace, main: 'paper.tex', wallTimeMs: 400_000, signal });
    return {
      ...result,
      printed: result.text
        .replace(/[\u202a-\u202e]/g, '')
        .normalize('NFKC')
        .replace(/\s+/g, ' '),
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
};

describe('the choice of the engine', () => {
  const fonts = ['NotoSerif-Regular.ttf', 'DejaVuSerif.ttf'];
  const cases = [
    { name: 'no letters', fonts: [], found: [...engineFiles, ...fonts], engine: 'pdflatex', reason: null },
    {
      name: 'letters, engine and a font',
      fonts,
      found: [...engineFiles, 'DejaVuSerif.ttf'],
      engine: 'lualatex',
      reason: null,
    },
    {
      name: 'no engine',
      fonts,
      found: ['lualatex.fmt', ...fonts],
      engine: 'pdflatex',
      reason: 'LuaLaTeX is not installed',
    },
    {
      ...{ name: 'no font', fonts, found: engineFiles, engine: 'pdflatex' },
      reason: 'no font for them is installed, such as NotoSerif-Regular.ttf or DejaVuSerif.ttf',
    },
  ];
  for (const { name, fonts: wanted, found, engine, reason } of cases)
    it(name, () => assert.deepEqual(chooseEngine(wanted, new Set(found)), { engine, reason }));

  it('reads the fonts from the package', () => {
    const lua = "{ fonts = { 'NotoSerifCJK-Regular.ttc(2)', 'unifont.otf', 'NotoSerif-Regular.ttf' } }";
    assert.deepEqual(fontsNamedIn(lua), ['NotoSerifCJK-Regular.ttc', 'unifont.otf', 'NotoSerif-Regular.ttf']);
  });

  it('tells the characters that were printed as codes, once each', () => {
    const line = (code: string) => `Package aiscientist-letters Warning: printed as its code: U+${code}`;
    assert.equal(
      codedCharacters(['x', line('738B'), line('1F642'), line('738B')].join('\n')),
      'printed as their codes, since they cannot be set: 王 (U+738B), 🙂 (U+1F642)',
    );
    assert.equal(codedCharacters('U+738B'), undefined);
  });
});

describe('a page with letters of many scripts', {
  skip: !letters.found && `${letters.problem}; ${letters.remedy}`,
}, () => {
  it('is set by LuaLaTeX, in the class of the papers', async () => {
    const words = 'مرحبا بالعالم and שלום עולם, नमस्ते, ภาษาไทย, さくら。 $x_{王}$ 🙂 {\\emph{Иван}}';
    const result = await compile(ownClass, words);
    assert.deepEqual([result.ok, result.engine, result.errors], [true, 'lualatex', []], result.logTail);
    for (const shown of [
      ...names.slice(0, 3),
      '김철수',
      'ภาษาไทย',
      'さくら。',
      'x王',
      '[U+1F642]',
      'שלום עולם',
      'דוד כהן',
    ])
      assert.ok(result.printed.includes(shown.normalize('NFKC')), `${shown} in ${result.printed}`);
    assert.match(result.printed, /مرحبا/);
    assert.deepEqual(
      result.warnings
        .map(({ message }) => message)
        .filter((one) => !/chktex|Overfull/.test(one))
        .slice(0, 1),
      ['printed as their codes, since they cannot be set: 🙂 (U+1F642)'],
    );
  });

  it('is set in two columns by a class that knows neither, with abbreviated names', async () => {
    const preamble =
      '\\documentclass[twocolumn]{article}\\usepackage[utf8]{inputenc}\\usepackage[T1]{fontenc}\\usepackage{times,natbib,url}';
    const result = await compile(preamble, 'As Иван and 王小明 say.', sandbox, 'abbrvnat');
    assert.deepEqual([result.ok, result.engine], [true, 'lualatex'], result.logTail);
    for (const shown of ['И. Петров', 'Γ. Παπαδόπουλος', '王小明']) assert.ok(result.printed.includes(shown), shown);
  });

  it('is set by pdfLaTeX with codes when a class works with that alone, and tells why', async () => {
    const preamble = '\\documentclass{article}\\usepackage{natbib,url}\\pdfcompresslevel=9 ';
    const result = await compile(preamble, 'As Иван says.');
    assert.deepEqual([result.ok, result.engine], [true, 'pdflatex'], result.logTail);
    assert.match(result.printed, /As \[U\+0418\]\[U\+0432\]/);
    assert.match(result.warnings[0]?.message ?? '', /LuaLaTeX did not set this paper \(Undefined control sequence/);
  });
});

describe('without LuaLaTeX and fonts', () => {
  for (const [name, preamble] of [
    ['the class of the papers', ownClass],
    [
      'a class with another encoding of its input',
      '\\documentclass{article}\\usepackage[latin1]{inputenc}\\usepackage{natbib,url}',
    ],
  ] as const)
    it(`a page shows every letter as its code, and tells why, in ${name}`, async () => {
      const result = await compile(
        preamble,
        'As 王小明 and Иван say, $x_{王}$, Γιώργος. \u{e000}\ufffd\u{1f9ea}\u0488.',
        withoutFonts,
      );
      assert.deepEqual([result.ok, result.engine, result.errors], [true, 'pdflatex', []], result.logTail);
      assert.match(result.printed, /As \[U\+738B\]\[U\+5C0F\]\[U\+660E\] and \[U\+0418\]/);
      assert.match(result.printed, /Γ ?ι ?ώ ?ρ|Γιώρ/);
      const [why, what] = result.warnings.map(({ message }) => message);
      assert.equal(why, 'letters of other scripts are printed as their codes: LuaLaTeX is not installed');
      assert.match(what ?? '', /^printed as their codes, since they cannot be set: .*王 \(U\+738B\)/);
    });
});
