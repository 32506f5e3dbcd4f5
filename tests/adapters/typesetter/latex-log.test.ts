import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseBibtexLog } from '../../../src/adapters/typesetter/bibtex-log.ts';
import { parseChktex } from '../../../src/adapters/typesetter/chktex.ts';
import { parseLatexLog } from '../../../src/adapters/typesetter/log.ts';
import type { TypesettingError } from '../../../src/ports/typesetter.ts';

const folder = new URL('../../support/latex-logs/', import.meta.url);
const written = ({ file, line, message }: TypesettingError): string => `${file}:${line ?? '-'}: ${message}`;

/** Logs of pdfTeX 1.40.24 on sources with one fault each, named after it -> errors, then warnings after `~`. */
const expected: Record<string, readonly string[]> = {
  'already-defined': [
    'paper.tex:2: LaTeX Error: Command \\section already defined. Or name \\end... illegal, see p.192 of the manual. Near: \\newcommand{\\section}{y}',
  ],
  'argument-runaway-file': [
    'paper.tex:-: File ended while scanning use of \\@xdblarg. Near: {Never closed \\end {document}',
  ],
  'broken-figure': ['paper.tex:-: pdfTeX error: pdflatex (file ./broken.png): libpng: internal error'],
  'double-superscript': ['paper.tex:3: Double superscript. Near: $x^2^'],
  'empty-document': [],
  'extra-brace': ["paper.tex:3: Too many }'s. Near: Too many}"],
  'extra-tab': ['paper.tex:4: Extra alignment tab has been changed to \\cr. Near: a & b &'],
  'float-too-large': ['~ paper.tex:3: Float too large for the page by 303.58267pt'],
  'group-left-open': ['~ paper.tex:3: A group opened here by { is never closed'],
  hash: ["paper.tex:3: You can't use `macro parameter character #' in horizontal mode. Near: Issue #"],
  'in-section-file': [
    'sections/method.tex:3: Undefined control sequence \\brokenmacro',
    '~ sections/method.tex:2: Undefined citation: absent',
    '~ paper.tex:4: Undefined reference: gone',
    '~ paper.tex:5: 94 pt too wide for its place',
  ],
  'item-outside-list': ['paper.tex:3: LaTeX Error: Lonely \\item--perhaps a missing list environment. Near: \\item l'],
  'math-mode-blank': [
    'paper.tex:5: Missing $ inserted.',
    'paper.tex:5: Display math should end with $$.',
    "paper.tex:7: You can't use `\\eqno' in horizontal mode. Near: \\end{equation}",
    'paper.tex:7: Missing $ inserted. Near: \\end{equation}',
    'paper.tex:7: Display math should end with $$. Near: \\end{equation}',
  ],
  'misplaced-ampersand': ['paper.tex:3: Misplaced alignment tab character &. Near: Research &'],
  'missing-character': ['~ paper.tex:-: The font has no character \ufffd'],
  'missing-class': ["paper.tex:2: LaTeX Error: File `nosuchclass.cls' not found. Near: \\begin"],
  'missing-dollar': ['paper.tex:3: Missing $ inserted. Near: The value x_', 'paper.tex:4: Missing $ inserted.'],
  'missing-figure': [
    "paper.tex:4: Package pdftex.def Error: File `nosuchfigure.png' not found: using draft setting. Near: \\includegraphics[width=3cm]{nosuchfigure.png}",
  ],
  'missing-input': ["paper.tex:3: LaTeX Error: File `nosuchsection.tex' not found. Near: \\input{nosuchsection}"],
  'missing-number': [
    'paper.tex:3: Missing number, treated as zero. Near: \\hspace{abc}',
    'paper.tex:3: Illegal unit of measure (pt inserted). Near: \\hspace{abc}',
  ],
  'missing-package': ["paper.tex:3: LaTeX Error: File `nosuchpackage.sty' not found. Near: \\begin"],
  'multiply-defined': ['~ paper.tex:-: Label defined more than once: sec:a'],
  'no-end': ['paper.tex:-: Emergency stop. job aborted, no legal \\end found'],
  overfull: ['~ paper.tex:5: 129 pt too wide for its place'],
  'overfull-small': [],
  'overfull-table': ['~ paper.tex:3: 82 pt too wide for its place'],
  'package-error': [
    'paper.tex:3: Package demo Error: The first line goes on here. Near: ...eError{demo}{The first line\\MessageBreak goes on here}{help}',
  ],
  'preamble-only': ['paper.tex:3: LaTeX Error: Can be used only in preamble. Near: \\usepackage'],
  'read-outside': ["paper.tex:3: LaTeX Error: File `/etc/passwd.tex' not found. Near: \\input{/etc/passwd}"],
  recursion: ['paper.tex:4: TeX capacity exceeded, sorry [input stack size=10000]. Near: \\grow'],
  shell: [],
  'unclosed-brace': [
    'paper.tex:-: File ended while scanning use of \\textbf . Near: {never closed \\par new paragraph \\end {document}',
  ],
  'unclosed-environment': [
    'paper.tex:5: LaTeX Error: \\begin{itemize} on input line 3 ended by \\end{document}.',
    '~ paper.tex:3: A group opened here by \\begingroup is never closed',
  ],
  'undefined-citation': ['~ paper.tex:3: Undefined citation: nobody2020'],
  'undefined-citation-natbib': ['~ paper.tex:4: Undefined citation: nobody2020'],
  'undefined-control-sequence': ['paper.tex:4: Undefined control sequence \\undefinedthing'],
  'undefined-environment': [
    'paper.tex:3: LaTeX Error: Environment algorithmic undefined. Near: \\begin{algorithmic}',
    'paper.tex:5: LaTeX Error: \\begin{document} ended by \\end{algorithmic}.',
  ],
  'undefined-in-argument': ['paper.tex:3: Undefined control sequence \\nosuchmacro'],
  'undefined-in-macro': ['paper.tex:5: Undefined control sequence \\innerundefined'],
  'undefined-reference': [
    '~ paper.tex:3: Undefined reference: fig:none',
    '~ paper.tex:3: Undefined reference: sec:none',
  ],
  unicode: [
    'paper.tex:3: LaTeX Error: Unicode character α (U+03B1) not set up for use with LaTeX. Near: The parameter α',
  ],
  'write-outside': [
    "paper.tex:3: I can't write on file `/tmp/planted.tex'. Near: \\newwrite\\out\\immediate\\openout\\out=/tmp/planted\\immediate",
  ],
  'wrong-end': ['paper.tex:5: LaTeX Error: \\begin{itemize} on input line 3 ended by \\end{enumerate}.'],
};

const logOf = (name: string): string => readFileSync(new URL(`${name}.txt`, folder), 'utf8');
const found = (log: string): string[] => {
  const { errors, warnings } = parseLatexLog(log, 'paper.tex');
  return [...errors.map(written), ...warnings.map((warning) => `~ ${written(warning)}`)];
};

describe('the log of pdfTeX', () => {
  for (const [name, lines] of Object.entries(expected)) {
    it(`tells of ${name}`, () => assert.deepEqual(found(logOf(name)), lines));
  }

  it('has an expectation for every recorded log', () => {
    assert.deepEqual(
      readdirSync(folder).sort(),
      Object.keys(expected)
        .map((name) => `${name}.txt`)
        .sort(),
    );
  });

  it('is read alike when TeX broke its lines at 79 characters', () => {
    const broken = logOf('undefined-citation')
      .replace(/[^\n]{80,}/g, '')
      .replaceAll(/[^\n]{79}/g, '$&\n');
    const long = `LaTeX Warning: Citation \`${'long'.repeat(20)}' on page 1 undefined on input line 7.`;
    const wrapped = `${broken}\n${long.replace(/^.{79}/, '$&\n')}\n`;
    assert.deepEqual(found(wrapped), [
      '~ paper.tex:3: Undefined citation: nobody2020',
      `~ paper.tex:7: Undefined citation: ${'long'.repeat(20)}`,
    ]);
  });

  it('counts pages, and sees that another pass is asked for', () => {
    const { pages, again } = parseLatexLog(
      'LaTeX Warning: Label(s) may have changed. Rerun to get cross-references right.\n\nOutput written on paper.pdf (12 pages, 9 bytes).\n',
      'paper.tex',
    );
    assert.deepEqual([pages, again], [12, true]);
    assert.equal(parseLatexLog(logOf('empty-document'), 'paper.tex').pages, null);
  });
});

const bibtexLog = `This is BibTeX, Version 0.99d (TeX Live 2022/Debian)
The top-level auxiliary file: paper.aux
The style file: plain.bst
I couldn't open database file nosuch.bib
---line 7 of file paper.aux
 : \\bibdata{nosuch
 :                }
I'm skipping whatever remains of this command
Repeated entry---line 2 of file references.bib
 : @article{a
I'm skipping whatever remains of this entry
I was expecting a \`,' or a \`}'---line 3 of file references.bib
Warning--I didn't find a database entry for "missing"
Warning--empty journal in a
Warning--string name "nips" is undefined
--line 12 of file references.bib
(There were 3 error messages)
`;

describe('the log of BibTeX', () => {
  it('tells errors with their places, and warnings', () => {
    const { errors, warnings } = parseBibtexLog(bibtexLog, 'references.bib');
    assert.deepEqual(errors.map(written), [
      "paper.aux:7: BibTeX: I couldn't open database file nosuch.bib",
      'references.bib:2: BibTeX: Repeated entry',
      "references.bib:3: BibTeX: I was expecting a `,' or a `}'",
    ]);
    assert.deepEqual(warnings.map(written), [
      'references.bib:-: BibTeX: empty journal in a',
      'references.bib:12: BibTeX: string name "nips" is undefined',
    ]);
  });

  it('does not mind that nothing is cited', () => {
    const log = 'I found no \\citation commands---while reading file paper.aux\n(There was 1 error message)\n';
    assert.deepEqual(parseBibtexLog(log, 'references.bib'), { errors: [], warnings: [] });
  });
});

describe('the findings of chktex', () => {
  it('are kept when a reader would see them', () => {
    const output =
      "./paper.tex:3:18:Use either `` or '' as an alternative to `\"'.\npaper.tex:4:1:Command terminated with space.\n";
    assert.deepEqual(parseChktex(output).map(written), ["paper.tex:3: Use either `` or '' as an alternative to `\"'."]);
  });
});
