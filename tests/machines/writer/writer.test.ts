import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, success } from '../../../src/events/outcome.ts';
import { textAt } from '../../../src/events/tree.ts';
import { sectionNames } from '../../../src/events/vocabulary/paper.ts';
import { dataOf } from '../../support/simulate.ts';
import {
  bodyOf,
  dataIn,
  fenced,
  goodPdf,
  json,
  openWriter,
  paperRecord,
  pdf,
  startedWith,
} from '../../support/writer-world.ts';

const stateOf = (simulator: any): any => simulator.fold.actors.get('idea-1.writer').snapshot;
const noFailure = (events: any) => assert.deepEqual(dataOf(events, 'actor.failed'), []);

test('given finished experiments, the paper is written section by section, cited, refined twice, checked and compiled', () => {
  const { simulator, asked, review } = openWriter();
  const { events, end } = simulator.run();
  noFailure(events);
  assert.equal(end, 'stuck');
  const drafted = dataOf(events, 'section.drafted').map(({ section, stage }) => `${section} ${stage}`);
  const first = ['abstract', 'introduction', 'background', 'method', 'experimental_setup', 'results', 'conclusion'];
  assert.deepEqual(drafted.slice(0, 15), [
    ...first.flatMap((section) => [`${section} draft`, `${section} refined`]),
    'related_work draft',
  ]);
  assert.deepEqual(
    drafted.slice(15),
    [...first, 'related_work'].map((section) => `${section} refined-again`),
  );
  assert.deepEqual(
    dataOf(events, 'citation.added').map(({ references }) => references[0].key),
    ['muller2019dropout'],
  );
  assert.deepEqual(dataOf(events, 'paper.checked'), [{ round: 0, complaints: [], blocking: [] }]);
  const [compiled] = dataOf(events, 'paper.compiled');
  assert.equal(compiled.version, 1);
  assert.deepEqual(compiled.pdf, pdf);
  assert.equal(compiled.text, 'The text of the paper.');
  assert.deepEqual(
    sectionNames.filter((name) => textAt(compiled.sources, `${name}.tex`) === undefined),
    [],
  );
  assert.match(
    textAt(compiled.sources, 'related_work.tex') ?? '',
    /about dropout~\\citep\{muller2019dropout\} in small/,
  );
  assert.match(textAt(compiled.sources, 'references.bib') ?? '', /author = \{Zo\{\\"e\} M\{\\"u\}ller and Ann Other\}/);
  assert.equal(new Set(asked.map(({ step }) => step)).has('writer.fix'), false);
  review(1, 4.5);
  assert.deepEqual(dataOf(simulator.run().events, 'paper.finished'), [{ version: 1, score: 4.5, decision: 'Reject' }]);
  assert.equal(stateOf(simulator).value, 'waiting');
});

test('the first page says who wrote this, and the appendix where it comes from', () => {
  const { simulator } = openWriter();
  const paper = textAt(dataOf(simulator.run().events, 'paper.compiled')[0].sources, 'paper.tex') ?? '';
  assert.match(paper, /\\title\{Dropout \\& Small Models: 5\\% Worse\}/);
  assert.match(
    paper,
    /written by an artificial intelligence.*coder: \\texttt\{anthropic:some\\_model\}.*offline playbook/,
  );
  assert.match(paper, /\\texttt\{idea-1\.others\.2\} & 1\.2 & 0\.9 & 50/);
  assert.match(paper, /through its event 256, is \\texttt\{c0ffeec0\\allowbreak/);
  assert.match(paper, /torch & 2\.4\.0 \\& more/);
  assert.doesNotMatch(paper, /%%[A-Z]+%%/);
});

test('a section whose question fails ends the idea with a reason; a failed refinement keeps the draft', () => {
  const failing = openWriter({
    answers: { 'writer.draft': (input) => (dataIn(input, 'section') === 'method' ? 'No fence.' : fenced(bodyOf('x'))) },
  });
  const events = failing.simulator.run().events;
  assert.deepEqual(
    dataOf(events, 'idea.failed').map(({ code }) => code),
    ['writer.section_unwritten'],
  );
  assert.match(dataOf(events, 'idea.failed')[0].message, /^Method: /);
  assert.equal(dataOf(events, 'answer.rejected').length, 2);
  const unrefined = openWriter({
    answers: { 'writer.refine': () => undefined, 'writer.title': () => undefined },
  }).simulator.run();
  assert.equal(dataOf(unrefined.events, 'paper.compiled')[0].title, 'Dropout');
  assert.equal(dataOf(unrefined.events, 'section.drafted').length, 8);
});

test('a refinement that drops or invents citations is sent back', () => {
  const { simulator } = openWriter({
    answers: {
      'writer.refine': (input) => fenced(dataIn(input, 'draft').replace(/~\\citep\{[^}]*\}/, '~\\citep{nobody2020}')),
    },
  });
  const { events } = simulator.run();
  assert.match(dataOf(events, 'answer.rejected')[0].complaint, /no references with the keys nobody2020/);
  assert.match(
    textAt(dataOf(events, 'paper.compiled')[0].sources, 'related_work.tex') ?? '',
    /citep\{muller2019dropout\}/,
  );
});

test('a failed search is recorded and the next round comes; only papers that were returned are cited', () => {
  const { simulator } = openWriter({
    started: startedWith({ citationRounds: 3 }),
    answers: {
      'writer.cite': (_, call) => json({ query: `query ${call}`, reason: '' }),
      'writer.choose': (_, call) =>
        json({ insertions: [{ paper: call === 1 ? 7 : 1, section: 'related_work.tex', after: 'small models.' }] }),
    },
    search: ({ query }) =>
      query === 'query 1'
        ? failure('literature.rate_limited', 'too many requests')
        : success({ library: 'test', papers: [paperRecord(query, 'The Same Paper')] }),
  });
  const { events } = simulator.run();
  assert.deepEqual(
    dataOf(events, 'citation.searched').map(({ error, papers }) => [error, papers.length]),
    [
      ['too many requests', 0],
      [null, 1],
      [null, 1],
    ],
  );
  assert.match(dataOf(events, 'answer.rejected')[0].complaint, /paper 7 is not one of the 1 found/);
  const added = dataOf(events, 'citation.added');
  assert.deepEqual(
    added.map(({ references }) => references.map((one: any) => one.key)),
    [['muller2019same']],
  );
  assert.match(added[0].sections.related_work, /in small models~\\citep\{muller2019same\}\.$/);
});

const broken = (text: string) => ({
  'writer.draft': (input: any) =>
    fenced(dataIn(input, 'section') === 'method' ? text : bodyOf(dataIn(input, 'section'))),
});
const edit = (file: string, search: string, replacement: string) =>
  `${file}\n\`\`\`latex\n<<<<<<< SEARCH\n${search}\n=======\n${replacement}\n>>>>>>> REPLACE\n\`\`\``;

test('complaints and errors of the compiler go back to the writer together, until the paper is right', () => {
  const wrong = 'We run on eight A100 cards and find \\badcommand here, in a long enough text.';
  const { simulator, asked } = openWriter({
    answers: {
      ...broken(wrong),
      'writer.fix': (_, call) =>
        call === 1
          ? edit('method.tex', wrong, 'We find \\badcommand here, in a long enough text.')
          : edit(
              'method.tex',
              'We find \\badcommand here, in a long enough text.',
              'We find it right here, in a long enough text.',
            ),
    },
    typeset: ({ sources }) =>
      textAt(sources, 'method.tex')?.includes('\\badcommand')
        ? success({
            ...goodPdf,
            ok: false,
            errors: [{ file: 'method.tex', line: 1, message: 'Undefined control sequence' }],
          })
        : success(goodPdf),
  });
  const { events } = simulator.run();
  noFailure(events);
  assert.deepEqual(
    dataOf(events, 'paper.typeset').map(({ ok }) => ok),
    [false, true],
  );
  assert.match(dataOf(events, 'paper.checked')[0].complaints[0], /^method\.tex, line 1: "A100"/);
  assert.equal(dataOf(events, 'paper.fixed').length, 2);
  const fixes = asked.filter(({ step }) => step === 'writer.fix');
  assert.deepEqual(dataIn(fixes[1]?.input, 'errors')[0].message, 'Undefined control sequence');
  assert.deepEqual(dataOf(events, 'paper.compiled')[0].remaining, []);
});

test('without rounds of fixing, code takes out what is not there and records it', () => {
  const text =
    'See Figure~\\ref{fig:none} and the source~\\citep{ghost2000}, which we quote.\n\\begin{figure}\\includegraphics{ghost.png}\\caption{x}\\label{fig:none}\\end{figure}';
  const { simulator } = openWriter({
    started: startedWith({ fixRounds: 0 }),
    answers: { ...broken(text), 'writer.refine': () => undefined },
  });
  const { events } = simulator.run();
  noFailure(events);
  const fixed = dataOf(events, 'section.drafted').filter(({ stage }) => stage === 'fixed');
  assert.deepEqual(fixed, [
    {
      section: 'method',
      stage: 'fixed',
      text: 'See the figure and the source, which we quote.\n',
      mended: [
        'removed the figure ghost.png, which does not exist',
        'removed the citation of ghost2000, which no reference has',
        'wrote "the figure" for a reference to fig:none, which no label has',
      ],
    },
  ]);
  assert.equal(dataOf(events, 'paper.checked').at(-1).blocking.length, 0);
  assert.equal(dataOf(events, 'paper.compiled').length, 1);
});

test('soft complaints that a fix does not mend are recorded, and the paper goes on', () => {
  const { simulator } = openWriter({
    answers: { ...broken('This TODO remains in a text that is long enough.'), 'writer.fix': () => 'no' },
  });
  const { events } = simulator.run();
  assert.equal(dataOf(events, 'paper.checked').length, 2);
  assert.match(dataOf(events, 'paper.compiled')[0].remaining[0], /"TODO" is a placeholder/);
});

test('a paper that is never compiled fails its idea; a compiler that cannot be had fails it at once', () => {
  const errors = [{ file: 'method.tex', line: 1, message: 'Emergency stop' }];
  const never = openWriter({ typeset: () => success({ ...goodPdf, ok: false, pdf: null, errors }) });
  const events = never.simulator.run().events;
  assert.deepEqual(dataOf(events, 'idea.failed'), [
    { code: 'writer.not_compiled', message: 'no PDF could be made: Emergency stop' },
  ]);
  assert.equal(dataOf(events, 'question.failed').filter(({ purpose }) => purpose === 'writer.fix').length, 5);
  const absent = openWriter({ typeset: () => failure('task.threw', 'no compiler') }).simulator.run();
  assert.equal(dataOf(absent.events, 'paper.typeset').length, 1);
  assert.match(dataOf(absent.events, 'idea.failed')[0].message, /no compiler/);
});

test('a PDF made in spite of errors is taken when the rounds are spent, and says so', () => {
  const errors = [{ file: 'method.tex', line: 3, message: 'Missing $ inserted' }];
  const { simulator } = openWriter({
    started: startedWith({ fixRounds: 1 }),
    typeset: () => success({ ...goodPdf, ok: false, errors }),
  });
  const [compiled] = dataOf(simulator.run().events, 'paper.compiled');
  assert.deepEqual(compiled.remaining, ['method.tex, line 3: Missing $ inserted']);
});

test('with improvement, the paper is revised by its review once, and both versions are there', () => {
  const { simulator, review, asked } = openWriter({ started: startedWith({}, { improvement: true }) });
  simulator.run();
  review(1, 4);
  simulator.run();
  assert.deepEqual(
    dataOf(simulator.events, 'paper.compiled').map(({ version }) => version),
    [1, 2],
  );
  assert.equal(dataOf(simulator.events, 'section.drafted').filter(({ stage }) => stage === 'revised').length, 8);
  assert.deepEqual(dataIn(asked.find(({ step }) => step === 'writer.revise')?.input, 'review').weaknesses, ['short']);
  assert.deepEqual(dataOf(simulator.events, 'paper.finished'), []);
  review(2, 6);
  assert.deepEqual(dataOf(simulator.run().events, 'paper.finished'), [{ version: 2, score: 6, decision: 'Reject' }]);
  noFailure(simulator.events);
});

test('a revision that cannot be compiled, or was never written, leaves version 1 standing', () => {
  for (const world of [
    {
      typeset: (_: unknown, call: number) =>
        call === 1 ? success(goodPdf) : success({ ...goodPdf, ok: false, pdf: null }),
    },
    { answers: { 'writer.revise': () => undefined } },
  ]) {
    const { simulator, review } = openWriter({
      ...world,
      started: startedWith({ fixRounds: 1 }, { improvement: true }),
    });
    simulator.run();
    review(1, 4);
    const { events } = simulator.run();
    noFailure(events);
    assert.deepEqual(dataOf(events, 'paper.finished'), [{ version: 1, score: 4, decision: 'Reject' }]);
    assert.deepEqual(dataOf(events, 'idea.failed'), []);
    assert.equal(stateOf(simulator).context.version, 1);
    assert.doesNotMatch(stateOf(simulator).context.sections.method, /Revised by the review/);
  }
});

test('a late chain value does not change the sources of the compile in flight', () => {
  const { simulator, append } = openWriter();
  while (dataOf(simulator.events, 'paper.checked').length === 0) simulator.advance();
  append('log.chained', 'log.2', { through: 512, sha256: 'beef'.repeat(16) }, 'run');
  const { events } = simulator.run();
  const paper = textAt(dataOf(events, 'paper.compiled')[0].sources, 'paper.tex') ?? '';
  assert.match(paper, /through its event 256/);
});
