import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textAt } from '../../src/events/tree.ts';
import { bibliography } from '../../src/latex/bibliography.ts';
import { checkSection } from '../../src/latex/checks/check-paper.ts';
import { withLetters } from '../../src/latex/letters.ts';
import { isOfScript, scriptOf } from '../../src/latex/scripts.ts';
import { plainCharacters } from '../../src/latex/unicode.ts';
import { dataOf } from '../support/simulate.ts';
import { fenced, openWriter, paperRecord, startedWith } from '../support/writer-world.ts';

const paper = (body: string) => ({ 'paper.tex': { text: `\\begin{document}\n${body}\n\\end{document}\n` } });

test('sources that pdfTeX can set stay the same sources', () => {
  const latin = paper(plainCharacters('Łukasz Đặng, 10⁻⁴, α, βγ, Δx, “quoted” % комментарий 中文'));
  assert.equal(withLetters(latin, 'paper.tex'), latin);
});

test('letters bring a package, which the paper loads before its beginning', () => {
  const sources = withLetters(paper('王 and Иван'), 'paper.tex');
  assert.match(textAt(sources, 'paper.tex') ?? '', /\\usepackage\{aiscientist-letters\}\n\\begin\{document\}/);
  const style = textAt(sources, 'aiscientist-letters.sty') ?? '';
  assert.match(style, /^\\letters@coded\{738B\}\{王\}$/m);
  const lua = textAt(sources, 'aiscientist-letters.lua') ?? '';
  assert.match(lua, /^ {2}\[0x738B\] = \{ script = scripts\.hani \},$/m);
  assert.match(lua, /^ {2}cyrl = \{ tag = 'cyrl', code = 3, scale = 90, fonts = \{ 'NotoSerif-Regular\.ttf'/m);
  assert.doesNotMatch(lua, /arab = /);
});

test('Greek words are letters, Greek symbols are mathematics', () => {
  const cases = [
    ['Γιώργος Παπαδόπουλος', 'Γιώργος Παπαδόπουλος'],
    ['Ανάλυση και σύνθεση', 'Ανάλυση και σύνθεση'],
    ['αβγ', '\\ensuremath{\\alpha}\\ensuremath{\\beta}\\ensuremath{\\gamma}'],
    ['Δx and β̂', '\\ensuremath{\\Delta}x and \\ensuremath{\\hat{\\beta}}'],
  ] as const;
  for (const [text, latex] of cases) assert.equal(plainCharacters(text), latex);
  const style = textAt(withLetters(paper('Γιώργος'), 'paper.tex'), 'aiscientist-letters.sty') ?? '';
  assert.match(style, /^\\letters@form\{03CE\}\{ώ\}\{\\ensuremath\{\\acute\{\\omega\}\}\}$/m, 'as pdfTeX sets it');
});

test('scripts have their own fonts, and signs between scripts are East Asian', () => {
  const tags = [...'王あ한。、ИΓعשदไ☃'].map((character) => scriptOf(character).tag);
  assert.deepEqual(tags, [
    'hani',
    'hani',
    'hani',
    'hani',
    'hani',
    'cyrl',
    'grek',
    'arab',
    'hebr',
    'deva',
    'thai',
    'dflt',
  ]);
  assert.deepEqual([...'王И。☃🙂⟿'].map(isOfScript), [true, true, true, false, false, false]);
});

test('names are abbreviated and shortened by whole letters, and their entries stay short', () => {
  const entry = bibliography([{ key: 'k', paper: paperRecord('1', 'On 深度学习', 'Александр Константинопольский') }]);
  const author = /author = \{(.*)\},/.exec(entry)?.[1] ?? '';
  assert.equal(
    author,
    '{\\relax А}{\\relax л}{\\relax е}ксандр {\\relax К}{\\relax о}{\\relax н}стантинопольский and Ann Other',
  );
});

test('every text gives balanced, quoted tables', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), (text) => {
      const lua = textAt(withLetters(paper(plainCharacters(text)), 'paper.tex'), 'aiscientist-letters.lua') ?? '';
      const tables = lua.slice(0, Math.max(0, lua.indexOf('local glyph_id')));
      for (const line of tables.split('\n').filter((one) => one.startsWith('  [')))
        assert.match(
          line,
          /^ {2}\[0x[0-9A-F]{4,6}\] = \{ script = scripts\.[a-z]{4}(?:, (?:mark|opens|closes) = true)* \},$/,
        );
    }),
    { numRuns: 500 },
  );
});

test('words in other scripts are no complaint; a symbol that few fonts have is one, and does not block', () => {
  const manuscript = {
    sections: { method: '王小明 saw 🙂.' },
    keys: [],
    figures: [],
    labels: [],
    environment: {},
    experiments: [],
    metrics: {},
  };
  const found = checkSection(manuscript, 'method').filter((one) => one.includes('U+'));
  assert.equal(found.length, 1);
  assert.match(found[0] ?? '', /"🙂" \(U\+1F642\) may be printed as its code/);
});

test('a paper with letters carries them, and what the typesetter tells about them stands beside the paper', () => {
  const text = 'The method of 王 is used for all of the experiments here.';
  const { simulator } = openWriter({
    started: startedWith({ fixRounds: 0 }),
    answers: { 'writer.draft': () => fenced(text), 'writer.refine': () => undefined, 'writer.cite': () => undefined },
  });
  const { events } = simulator.run();
  assert.deepEqual(
    dataOf(events, 'section.drafted').filter(({ stage }) => stage === 'fixed'),
    [],
  );
  const [compiled] = dataOf(events, 'paper.compiled');
  assert.match(compiled.sources['method.tex'].text, /^The method of 王 is used/);
  assert.ok('aiscientist-letters.sty' in compiled.sources);
});
