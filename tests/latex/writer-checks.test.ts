import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SectionName } from '../../src/events/vocabulary/paper.ts';
import { checkPaper, checkSection, dangersIn, type Manuscript } from '../../src/latex/checks/check-paper.ts';
import { plainCharacters, unknownCharacters } from '../../src/latex/unicode.ts';
import { mend } from '../../src/machines/writer/mend.ts';
import { bodyOf, coding, environment } from '../support/writer-world.ts';

const manuscript = (sections: Partial<Record<SectionName, string>>, rest: Partial<Manuscript> = {}): Manuscript => ({
  sections,
  keys: ['known2020', 'other2021'],
  figures: ['loss.png'],
  labels: ['sec:method'],
  environment,
  experiments: coding.runs,
  metrics: { val_loss: { better: 'lower' }, val_accuracy: { better: 'higher', label: 'validation accuracy' } },
  ...rest,
});

const complaints = (text: string, section: SectionName = 'results', rest: Partial<Manuscript> = {}) =>
  checkPaper(manuscript({ [section]: text }, rest)).map((complaint) => complaint.text);

const table = (...cells: readonly string[]) =>
  `\\begin{tabular}{lp{0.3\\textwidth}}\nx & ${cells.join(' & ')} \\\\[0.5ex]\n\\end{tabular}`;

/** [fault, text, expected complaint]. */
const wrong: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown key', 'As shown \\citep[p.~3]{known2020, ghost}.', /^\\cite\{ghost\}: there is no such reference/],
  [
    'an unknown figure',
    '\\includegraphics[width=3cm]{ghost.png}',
    /"ghost.png" does not exist; there is only loss.png/,
  ],
  ['a path to a figure', '\\includegraphics{../loss.png}', /does not exist/],
  ['a figure shown twice', '\\includegraphics{loss.png} \\includegraphics{loss.png}', /loss.png is shown already/],
  ['a heading', '\\section{Results} Text.', /the program sets the headings of sections/],
  ['a label twice', '\\label{a}\\label{a}\\ref{a}', /the label a is defined already/],
  ['a reference without label', 'See Figure~\\ref{fig:x}.', /\\ref\{fig:x\} has no \\label/],
  ['an orphan', '\\begin{table}\\label{tab:x}\\end{table}', /the table labelled tab:x is never referred to/],
  ['an open environment', '\\begin{itemize} \\item x', /\\begin\{itemize\} is never closed/],
  [
    'crossed environments',
    '\\begin{center}\\begin{quote}\\end{center}\\end{quote}',
    /while \\begin\{quote\} of line 1 is still open/,
  ],
  ['an open brace', 'so \\textbf{bold', /the brace \{ is never closed/],
  ['a lone brace', 'so bold}', /\} closes nothing/],
  ['TODO', 'TODO: write this', /"TODO" is a placeholder/],
  ['insert', 'We got [Insert number here] points.', /placeholder/],
  ['question marks', 'We got ??? points.', /placeholder/],
  ['a hole', 'We got {{ val_loss }} points.', /placeholder/],
  ['lorem', 'Lorem ipsum dolor.', /placeholder/],
  ['a run label', 'As Run 2 shows.', /"Run 2" is a name/],
  ['a run label, escaped', 'As \\texttt{run\\_3} shows.', /run\\_3" is a name/],
  ['a run label, in small', 'The loss in run 2 fell.', /"run 2" is a name/],
  ['an A100', 'We train on one A100.', /"A100" is not in the recorded environment/],
  ['a TPU', 'All models use TPU v4 pods.', /"TPU v4"/],
  ['an RTX', 'On an NVIDIA RTX 3090 it takes an hour.', /RTX 3090/],
  ['a GPU', 'Training takes an hour on one GPU.', /"GPU"/],
  [
    'a worse loss called better',
    'Dropout improves the validation loss.',
    /no recorded experiment is better than the baseline in val loss/,
  ],
  [
    'a worse loss called lower',
    'Our method achieves a lower validation loss than the baseline.',
    /no recorded experiment is better/,
  ],
  ['a contradiction', 'It reduces the loss from 1.47 to 1.52.', /it says that the value falls, from 1.47 to 1.52/],
  ['an invented number', table('1.999'), /^1\.999 in a table of results is not a recorded number/],
  ['a wrong percentage', table('12.7\\%'), /^12\.7 in a table/],
  ['a bare percent', 'We gain 5% in accuracy.', /a bare %/],
  ['a bare ampersand', 'Adam & Eve.', /a bare & outside a table/],
  ['a bare underscore', 'The val_loss fell.', /a bare _ or \^/],
  ['a bare hash', 'We are #1.', /a bare #/],
  ['an open formula', 'It costs $5.', /odd number of \$/],
  ['a strange character', 'The 🙂 method.', /the character "🙂" \(U\+1F642\) may be printed as its code/],
  ['a paragraph twice', `${'Many words. '.repeat(30)}\n\n${'Many words. '.repeat(30)}`, /is already in results.tex/],
];

for (const [name, text, expected] of wrong) {
  test(`the checks find ${name}`, () => {
    const found = complaints(text);
    assert.ok(
      found.some((complaint) => expected.test(complaint)),
      JSON.stringify(found),
    );
  });
}

/** Correct texts, about which there must be no complaint. */
const right: readonly (readonly [string, string, SectionName?])[] = [
  ['seeds', 'We run 3 seeds, and each run 5 times; runs 10 minutes long.'],
  ['a commented command', 'Text.\n% \\ref{fig:x} TODO & #\nMore.'],
  ['escaped characters', 'It gains 5\\% with \\$2 \\& a\\_b \\#1.'],
  ['formulas', 'With $x_{i}^2$, \\(y_1\\), \\[z_2\\] and \\begin{align} a_1 &= b \\\\ c &= d \\end{align}', 'method'],
  ['nested braces', '\\textbf{{\\em x}} and $\\frac{{a}}{b}$, \\{ and \\}.', 'method'],
  ['the recorded processor', 'We used an Intel Xeon at 2.20GHz, with no GPU.'],
  ['the hardware of others', 'They train on A100 GPUs \\citep{known2020}.'],
  ['related hardware', 'Large models are trained on TPUs.', 'related_work'],
  ['a true gain', 'Dropout improves validation accuracy.'],
  ['a denial', 'Dropout does not improve the validation loss.'],
  ['a hypothesis', 'We ask whether dropout improves the validation loss.'],
  ['a worse result', 'The validation loss is worse, rising from 1.47 to 1.52.'],
  ['an unknown metric', 'Dropout improves readability.'],
  ['numbers', table('1.473', '1.47', '81.2\\%', '$1.521 \\pm 0.011$', '+0.048', '3.3\\%', '0.1', '12')],
  ['a figure and its reference', bodyOf('results')],
  ['several labels', 'See Sections~\\cref{sec:method}.'],
  ['a line break before a word', 'a \\\\ input', 'method'],
];

for (const [name, text, section] of right) {
  test(`the checks have nothing against ${name}`, () => assert.deepEqual(complaints(text, section), []));
}

test('a section by itself is not blamed for labels that other sections may have', () => {
  const paper = manuscript({ method: 'See Figure~\\ref{fig:later}; TODO.' });
  assert.deepEqual(checkSection(paper, 'method'), [
    'method.tex, line 1: "TODO" is a placeholder: replace it by the actual text, or remove it',
  ]);
});

test('commands that read, write, run or redefine are refused; others are not', () => {
  const refused = [
    '\\input{/etc/passwd}',
    '\\input2',
    '\\immediate\\write18{ls}',
    '\\begin{input}{/etc/passwd}',
    '\\begin {filecontents}{x}',
    '\\openin5=x',
    '\\include{x}',
    '\\usepackage{x}',
    '\\csname input\\endcsname',
    '\\catcode`\\%=12',
    '^^5cinput x',
    '\\href{run:x}{y}',
    '\\newcommand{\\x}{y}',
    '\\pdffiledump{x}',
    '\\\\\\input x',
    '\\end{document}',
    '\\directlua{x}',
  ];
  for (const text of refused) assert.notDeepEqual(dangersIn(text), [], text);
  const harmless = [
    '\\inputs',
    'a \\\\input',
    '\\begin{figure*}',
    'ABC\\@.',
    '\\href{https://example.org}{x}',
    '\\textbf{def}',
  ];
  for (const text of harmless) assert.deepEqual(dangersIn(text), [], text);
});

test('mending leaves no unknown key, figure, reference or character, joins nothing to a command, and is done at once', () => {
  const pieces = fc.constantFrom(
    'word ',
    '~\\citep{ghost}',
    '\\citet[a]{known2020,ghost}',
    '\\begin{figure}\\includegraphics{ghost.png}\\label{fig:g}\\end{figure}',
    '\\begin{figure}\\includegraphics{loss.png}\\label{fig:l}\\end{figure}',
    'Figure~\\ref{fig:g}',
    '\\ref{fig:l}',
    '(\\eqref{nowhere})',
    '中',
    '\n\n',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), fc.array(pieces, { maxLength: 12 }), (one, other) => {
      const before = manuscript({ method: one.join(''), results: other.join('') });
      const repaired = Object.entries(mend(before)).map(([name, { text }]) => [name, text]);
      const after = { ...before, sections: { ...before.sections, ...Object.fromEntries(repaired) } };
      assert.deepEqual(
        checkPaper(after).filter((complaint) => complaint.blocking),
        [],
      );
      assert.deepEqual(mend(after), {});
    }),
    { numRuns: 300 },
  );
  assert.deepEqual(mend(manuscript({ method: '\\inp\\cite{ghost}ut{x}' })), {});
});

test('usual characters become LaTeX, in ASCII', () => {
  assert.equal(
    plainCharacters('“naïve” – 5 × 10 ≤ α…'),
    "``na{\\\"i}ve'' -- 5 \\ensuremath{\\times} 10 \\ensuremath{\\leq} \\ensuremath{\\alpha}\\ldots{}",
  );
  assert.equal(
    plainCharacters('Erdős Müller Łukasz Žižek\u200b'),
    'Erd{\\H o}s M{\\"u}ller {\\L}ukasz {\\v Z}i{\\v z}ek',
  );
  assert.deepEqual(unknownCharacters(plainCharacters('x²−y ∈ ℝ, 20°C, “µ” – ½')), []);
});
