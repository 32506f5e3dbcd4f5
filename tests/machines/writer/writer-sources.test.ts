import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textAt } from '../../../src/events/tree.ts';
import { bibliography, type Reference, referenceFor } from '../../../src/latex/bibliography.ts';
import { dangersIn } from '../../../src/latex/checks/check-paper.ts';
import { escapeLatex } from '../../../src/latex/escape.ts';
import { insertCitation } from '../../../src/latex/insert.ts';
import { fillTemplate, templateBibliography } from '../../../src/latex/template.ts';
import { dataOf } from '../../support/simulate.ts';
import { dataIn, openWriter, paperRecord, startedWith } from '../../support/writer-world.ts';

const paperNamed = (id: string, title: string, author?: string) => paperRecord(id, title, author);

test('one paper has one key, and different papers have different ones', () => {
  const add = (had: readonly Reference[], id: string, title: string, author?: string) => [
    ...had,
    referenceFor(paperNamed(id, title, author), had, [{ key: 'Muller2019Template', title: 'Templates' }]),
  ];
  let had: readonly Reference[] = [];
  had = add(had, '1', 'Dropout: A Simple Way');
  had = add(had, '2', 'Dropout Again');
  had = add(had, '1', 'Another title of the same paper');
  had = add(had, '3', 'DROPOUT — a simple way!');
  had = add(had, '4', 'On Template Engines', 'Müller, Zoë');
  had = add(had, '5', '深度学习', '李明');
  assert.deepEqual(
    had.map((reference) => reference.key),
    [
      'muller2019dropout',
      'muller2019dropoutb',
      'muller2019dropout',
      'muller2019dropout',
      'muller2019templateb',
      'anonymous2019',
    ],
  );
});

test('references.bib is sorted, escaped, and invents no field', () => {
  const bare = {
    ...paperNamed('2', 'A {Title} with 100% $x_1$ \\input{x}'),
    authors: [],
    year: null,
    venue: null,
    url: 'javascript:x',
  };
  const text = bibliography([
    { key: 'z2019', paper: paperNamed('1', 'Z') },
    { key: 'anonymous', paper: bare },
  ]);
  assert.equal(
    text,
    `@misc{anonymous,
  title = {{A Title with 100\\% x\\_1 inputx}},
  key = {A Title with},
}

@article{z2019,
  title = {{Z}},
  author = {Zo{\\"e} M{\\"u}ller and Ann Other},
  journal = {Journal of Tests \\& Trials},
  year = {2019},
  url = {https://example.org/paper_1},
}
`,
  );
});

const insertions: readonly (readonly [string, string, string, string | RegExp])[] = [
  ['after words', 'We use dropout here.', 'use dropout', 'We use dropout~\\citep{k} here.'],
  ['before the full stop', 'We use dropout. More.', 'We use dropout.', 'We use dropout~\\citep{k}. More.'],
  ['over a line break', 'We use\ndropout here.', 'use dropout', 'We use\ndropout~\\citep{k} here.'],
  ['into a citation', 'We use dropout~\\citep{a} here.', 'use dropout', 'We use dropout~\\citep{a,k} here.'],
  ['not twice', 'We use dropout~\\citep{k} here.', 'use dropout', /cites k already/],
  ['not where it is not', 'We use dropout.', 'use batch norm', /occurs 0 times/],
  ['not where it is ambiguous', 'dropout and dropout', 'dropout', /occurs 2 times/],
  ['not within a word', 'We use dropouts.', 'use dropout', /middle of a word/],
  ['not within a formula', 'With $a + b + c$ here.', 'With $a + b', /formula/],
  ['not within a label', '\\label{fig:some thing here}', 'fig:some thing', /argument of a command/],
  ['not within a heading', '\\subsection{Some Thing Here}', 'Some Thing', /heading/],
  ['not after a command', 'It is \\emph{so}.', 'It is \\emph', /ends with a command/],
  ['not within a comment', 'Text.\n% see dropout here\n', 'see dropout', /comment/],
  ['not for nothing', 'Text.', ' . ', /too short/],
];

for (const [name, text, fragment, expected] of insertions) {
  test(`a citation goes ${name}`, () => {
    const result = insertCitation(text, fragment, 'k');
    if (typeof expected === 'string') assert.deepEqual(result, { text: expected });
    else assert.match((result as { problem: string }).problem, expected);
  });
}

test('any text can be printed: nothing of it is left to be a command', () => {
  assert.equal(
    escapeLatex('50% of $x_1$ & #2 {\\input} ~^<">'),
    "50\\% of \\$x\\_1\\$ \\& \\#2 \\{\\textbackslash{}input\\} \\textasciitilde{}\\textasciicircum{}\\textless{}''\\textgreater{}",
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const set = escapeLatex(text);
      assert.match(set, /^\P{Cc}*$/u);
      const group = String.raw`\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}`;
      const rest = set
        .replace(new RegExp(String.raw`\\ensuremath${group}`, 'g'), '')
        .replace(/\\(?:[a-zA-Z]+|[\s\S])/g, '');
      assert.doesNotMatch(rest, /[\\$%#&_^]/, set);
      const bare = set.replace(/\\[\s\S]/g, '');
      assert.equal(bare.split('{').length, bare.split('}').length, set);
      assert.deepEqual(dangersIn(set.replaceAll('^^', '')), [], set);
    }),
    { numRuns: 2000 },
  );
});

const older = String.raw`\documentclass{article}
\usepackage{hyperref,natbib}
\graphicspath{{../}}
\begin{filecontents}{references.bib}
@book{goodfellow2016deep,
  title={Deep learning}
}
\end{filecontents}
\title{TITLE HERE}
\author{Somebody}
\begin{document}
\maketitle
\begin{abstract}
ABSTRACT HERE
\end{abstract}
\section{Introduction}
\label{sec:intro}
INTRO HERE
\section{Related Work}
RELATED WORK HERE
\section{Background}
BACKGROUND HERE
\section{Method}
METHOD HERE
\section{Experimental Setup}
EXPERIMENTAL SETUP HERE
\section{Results}
RESULTS HERE
\begin{figure}\includegraphics{generated_images.png}\caption{PLEASE FILL IN}\end{figure}
\section{Conclusions}
CONCLUSIONS HERE
\bibliographystyle{plainnat}
\bibliography{references}
\end{document}
`;

const compiledWith = (template: string) => {
  const { simulator, asked } = openWriter({
    started: startedWith({}, { latex: { 'template.tex': { text: template }, 'a.sty': { text: '' } } }),
  });
  const [compiled] = dataOf(simulator.run().events, 'paper.compiled');
  return { paper: textAt(compiled.sources, 'paper.tex') ?? '', sources: compiled.sources, asked };
};

test('a published template keeps its headings; its placeholders, example figure and bibliography are taken over', () => {
  const { paper, sources, asked } = compiledWith(older);
  assert.doesNotMatch(paper, / HERE|generated_images|filecontents|PLEASE/);
  for (const name of [
    'abstract',
    'introduction',
    'related_work',
    'background',
    'method',
    'experimental_setup',
    'results',
    'conclusion',
  ]) {
    assert.equal(paper.split(`\\input{${name}.tex}`).length, 2, name);
  }
  assert.match(
    paper,
    /\\title\{Dropout \\& Small[\s\S]*offline playbook[\s\S]*\\begin\{abstract\}[\s\S]*\\appendix\n\\section\{Provenance\}/,
  );
  assert.equal(paper.split('\\section{').length, 9);
  assert.match(textAt(sources, 'references.bib') ?? '', /goodfellow2016deep/);
  assert.ok('a.sty' in sources && !('template.tex' in sources));
  const draft = asked.find(({ step }) => step === 'writer.draft');
  assert.deepEqual(
    dataIn(draft?.input, 'references').map((one: any) => one.key),
    ['goodfellow2016deep'],
  );
});

test('a template without any mark gets everything put where it belongs', () => {
  const { paper } = compiledWith('\\documentclass{article}\n\\begin{document}\nHello.\n\\end{document}\n');
  const order = [
    '\\title{',
    '\\usepackage{graphicx}',
    '\\begin{document}',
    'offline playbook',
    '\\input{abstract.tex}',
    '\\section{Introduction}',
    '\\section{Conclusion}',
    '\\bibliography{references}',
    '\\section{Provenance}',
    '\\end{document}',
  ];
  const places = order.map((part) => paper.indexOf(part));
  assert.ok(!places.includes(-1), JSON.stringify(places));
  assert.deepEqual(
    places.slice(2),
    places.slice(2).toSorted((one, other) => one - other),
  );
  assert.match(paper, /providecommand\{\\citep\}/);
});

test('without a template there is a plain paper', () => {
  const parts = {
    title: 'T',
    abstract: 'A',
    sections: 'S',
    disclosure: 'D',
    run: 'R',
    appendix: 'P',
    texts: '',
    places: {},
    figures: [],
  };
  const paper = fillTemplate({}, parts);
  assert.match(paper, /\\title\{T\}[\s\S]*D[\s\S]*\nA\n[\s\S]*\nS\n[\s\S]*\nP\n/);
  assert.deepEqual(templateBibliography({}), { text: '', entries: [] });
});
