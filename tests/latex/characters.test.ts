import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { createBubblewrapSandbox } from '../../src/adapters/sandbox/bubblewrap/sandbox.ts';
import { createLatexTypesetter } from '../../src/adapters/typesetter/typesetter.ts';
import { bibliography } from '../../src/latex/bibliography.ts';
import { circled, fractions, joined, styles, subscripts, superscripts } from '../../src/latex/characters.ts';
import { checkSection } from '../../src/latex/checks/check-paper.ts';
import { escapeLatex } from '../../src/latex/escape.ts';
import {
  accentsAbove,
  accentsBelow,
  mathCommands,
  mathTexts,
  strokeLetters,
  textCommands,
} from '../../src/latex/symbols.ts';
import { plainCharacters, unknownCharacters } from '../../src/latex/unicode.ts';
import { paperRecord } from '../support/writer-world.ts';

const tables = [
  ...[superscripts, subscripts, fractions, circled, joined, mathCommands, mathTexts, strokeLetters, textCommands],
  ...Object.values(styles),
];
const everything = [...new Set(tables.flatMap((table) => [...table.keys()]))].filter(
  (one) => one !== '`' && one !== '"',
);

test('raised and lowered characters are set, run by run', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['10⁻⁴', '10\\ensuremath{^{-4}}'],
    ['10⁻³ and 10³', '10\\ensuremath{^{-3}} and 10\\ensuremath{^{3}}'],
    ['x₂', 'x\\ensuremath{_{2}}'],
    ['x₁² y', 'x\\ensuremath{_{1}}\\ensuremath{^{2}} y'],
    ['ℝ⁺', '\\ensuremath{\\mathbb{R}}\\ensuremath{^{+}}'],
    ['Aᵀ, 4ᵗʰ, xₘₐₓ', 'A\\ensuremath{^{T}}, 4\\textsuperscript{th}, x\\textsubscript{max}'],
    ['$10⁻⁴$', '$10\\ensuremath{^{-4}}$'],
    ['$x̂ = ő$', '$\\ensuremath{\\hat{x}} = ő$'],
    ['3½', '3\\ensuremath{\\tfrac{1}{2}}'],
    [
      '∈ ∪ ⊆ ⌊n⌋ 5 ‰'.replaceAll(' ', ''),
      '\\ensuremath{\\in}\\ensuremath{\\cup}\\ensuremath{\\subseteq}\\ensuremath{\\lfloor}n\\ensuremath{\\rfloor}5\\textperthousand{}',
    ],
    [
      '𝐀𝑥𝒜𝔸𝛼 ℓ',
      '\\ensuremath{\\mathbf{A}}\\ensuremath{x}\\ensuremath{\\mathcal{A}}\\ensuremath{\\mathbb{A}}\\ensuremath{\\alpha} \\ensuremath{\\ell}',
    ],
    ['５％ ﬁne ①', '5\\% fine \\textcircled{1}'],
  ];
  for (const [text, latex] of cases) assert.equal(plainCharacters(text), latex);
});

test('names keep their marks', () => {
  const cases: Readonly<Record<string, string>> = {
    'Łukasz Dąbrowski': '{\\L}ukasz D{\\k a}browski',
    Nguyễn: 'Nguy{\\~{\\^e}}n',
    Țurcanu: '{\\textcommabelow T}urcanu',
    Þóra: "{\\TH}{\\'o}ra",
    İlker: '{\\.I}lker',
    Đặng: '{\\DJ}{\\d{\\u a}}ng',
    Ødegård: '{\\O}deg{\\aa}rd',
    Ἀρχιμήδης: 'Ἀρχιμήδης',
    王小明: '王小明',
    Иван: 'Иван',
  };
  for (const [name, latex] of Object.entries(cases)) {
    assert.equal(escapeLatex(name), latex);
    assert.equal(escapeLatex(name.normalize('NFD')), latex);
  }
});

test('no character that shows is lost: each has a form, or stays for the package of letters', () => {
  const shows = /[\p{L}\p{N}\p{S}\p{P}\p{M}]/u;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), (text) => {
      const set = plainCharacters(text);
      assert.ok(set.replace(/[\s~]/g, '').length >= (shows.test(text.replaceAll('~', '')) ? 1 : 0));
      assert.equal(plainCharacters(set), set, 'a second reading changes nothing');
    }),
    { numRuns: 3000 },
  );
  for (const character of everything) {
    const set = plainCharacters(`a${character}b`);
    assert.deepEqual(unknownCharacters(set), [], character);
    assert.ok(set.length > 2, character);
  }
  assert.equal(plainCharacters('a\u200b\ufeffb'), 'ab');
  assert.equal(plainCharacters('中文 x می\u200cخواهم'), '中文 x می\u200cخواهم');
});

test('what is written for a character is no complaint of the checks', () => {
  const text = plainCharacters(`The rate is 10⁻⁴ of ${everything.slice(0, 200).join(' a ')} in all.`);
  const manuscript = {
    sections: { method: text },
    keys: [],
    figures: [],
    labels: [],
    environment: {},
    experiments: [],
    metrics: {},
  };
  assert.deepEqual(
    checkSection(manuscript, 'method').filter((one) => /\^|_|typeset|allowed|brace/.test(one)),
    [],
  );
});

const paperClass = fileURLToPath(new URL('../../templates/paper/aiscientist.cls', import.meta.url));

/** Compiles a text with the real programs, in the paper's class or in LaTeX's own. */
const compile = async (preamble: string, body: string, references = '') => {
  const workspace = mkdtempSync(join(tmpdir(), 'characters-'));
  try {
    copyFileSync(paperClass, join(workspace, 'aiscientist.cls'));
    writeFileSync(join(workspace, 'references.bib'), references);
    const end = references === '' ? '' : '\\nocite{*}\\bibliographystyle{abbrvnat}\\bibliography{references}\n';
    writeFileSync(join(workspace, 'paper.tex'), `${preamble}\n\\begin{document}\n${body}\n${end}\\end{document}\n`);
    const typesetter = createLatexTypesetter({ sandbox: createBubblewrapSandbox({ python: '/usr/bin/python3' }) });
    const { signal } = new AbortController();
    return await typesetter.compile({ workspace, main: 'paper.tex', wallTimeMs: 120_000, signal });
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
};

const marks = [...accentsAbove.keys(), ...accentsBelow.keys(), '\u0309', '\u031b'];
const letters = [...'aeinosuzACEGIKOSTUY'].flatMap((letter) => marks.map((mark) => letter + mark));

for (const [name, preamble] of Object.entries({
  'the class of the papers': '\\documentclass{aiscientist}\\title{x}\\run{x}',
  "LaTeX's own class": '\\documentclass{article}\\usepackage{amsmath,amssymb,graphicx,natbib}\\usepackage[T1]{fontenc}',
}))
  test(`every character of the tables is set by LaTeX without a complaint, in ${name}`, async () => {
    const texts = [...everything, ...letters, ...'άέήίόύώϊΐἀἁᾳὦῆ'].map((one) => plainCharacters(one));
    const body = `${texts.join(' \n')}\n\n$${everything.map((one) => plainCharacters(`$${one}$`).slice(1, -1)).join('$ $')}$`;
    const result = await compile(preamble, body);
    assert.deepEqual([result.ok, result.errors], [true, []], result.logTail);
    const complaints = result.warnings.map(({ message }) => message);
    assert.deepEqual(
      complaints.filter((one) => /invalid|undefined|missing|unavailable|character/i.test(one)),
      [],
    );
  });

test('a paper shows what was written, and names are abbreviated by whole letters', async () => {
  const names = ['Łukasz Dąbrowski', 'Thị Nguyễn', 'Ștefan Țurcanu', 'Þóra Ödegård', 'İlker Çelik'];
  const references = bibliography(
    names.map((name, at) => ({
      key: `key${at}`,
      paper: paperRecord(`p${at}`, `On x₂ and 10⁻⁴ in ℝ⁺, number ${at}`, name),
    })),
  );
  const words = plainCharacters('A learning rate of 10⁻⁴, x₂ ∈ ℝ⁺, A ∪ B ⊆ C, ⌊n/2⌋, 5 ‰, and Phương Hải.');
  const result = await compile('\\documentclass{aiscientist}\\title{x}\\run{x}', words, references);
  assert.deepEqual([result.ok, result.errors], [true, []], result.logTail);
  const printed = result.text.normalize('NFC').replace(/\s+/g, ' ');
  for (const shown of ['A learning rate of 10−4', '5 ‰', 'Ł. D', 'T. Nguyễn', 'Þ. Ödegård', 'İ. Çelik'])
    assert.ok(printed.includes(shown), `${shown} in ${printed}`);
});
