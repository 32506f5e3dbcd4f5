import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createBubblewrapSandbox } from '../../src/adapters/sandbox/bubblewrap/sandbox.ts';
import { createLatexTypesetter } from '../../src/adapters/typesetter/typesetter.ts';
import { textAt } from '../../src/events/tree.ts';
import type { PaperRecord } from '../../src/events/vocabulary/idea.ts';
import { isSamePaper, normalIdentifier } from '../../src/events/vocabulary/paper-identity.ts';
import { bibliography, type Reference, referenceFor } from '../../src/latex/bibliography.ts';
import { withLetters } from '../../src/latex/letters.ts';
import { samplePaper } from '../support/sample-paper.ts';

const paper = (changes: Partial<PaperRecord> = {}): PaperRecord => ({
  id: 'doi:10.1000/one',
  title: 'Delayed Generalization in Small Networks',
  authors: ['Zoë Müller', 'Ann Other'],
  year: 2019,
  venue: null,
  abstract: null,
  url: null,
  citationCount: null,
  ...changes,
});

const referencesOf = (papers: readonly PaperRecord[]): readonly Reference[] => {
  const references = new Set<Reference>();
  for (const one of papers) references.add(referenceFor(one, [...references]));
  return [...references];
};

const same: Readonly<Record<string, Partial<PaperRecord>>> = {
  'its DOI in another form': { id: 'https://doi.org/10.1000/ONE', title: 'x' },
  'its DOI beside another name': { id: 's2:abc', identifiers: ['s2:abc', 'DOI:10.1000/One'], title: 'x' },
  'its title, turned authors and an abbreviation': { id: 'a', authors: ['Muller, Z.'] },
  'its title in other letters': { id: 'a', title: 'delayed generalization — in small NETWORKS.' },
  'its title with a later year': { id: 'a', year: 2021 },
  'its title without a year': { id: 'a', year: null },
  'its title without authors': { id: 'a', authors: [] },
};
for (const [what, changes] of Object.entries(same)) {
  test(`the same paper is known by ${what}`, () => {
    assert.equal(referencesOf([paper(), paper(changes)]).length, 1);
    assert.equal(referencesOf([paper(changes), paper()]).length, 1);
  });
}

const different: Readonly<Record<string, Partial<PaperRecord>>> = {
  'another title': { id: 'a', title: 'Delayed Generalization in Large Networks' },
  'another author': { id: 'a', authors: ['Ann Other'] },
  'years between': { id: 'a', year: 2024 },
  'no letters in the title': { id: 'a', title: '…', authors: ['Other'] },
};
for (const [what, changes] of Object.entries(different)) {
  test(`a different paper is known by ${what}`, () => {
    const keys = referencesOf([paper(), paper(changes)]).map(({ key }) => key);
    assert.equal(new Set(keys).size, 2);
  });
}

test('names of papers have one form', () => {
  const forms: Readonly<Record<string, readonly string[]>> = {
    'arxiv:2201.02177': [
      'arXiv:2201.02177',
      'arxiv:2201.02177v3',
      'http://arxiv.org/abs/2201.02177v1',
      'https://arxiv.org/pdf/2201.02177v2.pdf',
      '10.48550/arXiv.2201.02177',
      'https://doi.org/10.48550/arXiv.2201.02177',
    ],
    'arxiv:math.gt/0309136': ['arXiv:math.GT/0309136v1'],
    'doi:10.1000/a(b)1-2': ['10.1000/A(b)1-2', 'doi: 10.1000/a(b)1-2', 'http://dx.doi.org/10.1000/a(b)1-2'],
    's2:ab1v2': ['s2:AB1v2'],
  };
  for (const [normal, others] of Object.entries(forms))
    for (const one of [...others, normal]) assert.equal(normalIdentifier(one), normal);
});

test('the kind of an entry is what the venue tells', () => {
  const firstLine = (venue: string | null) => {
    const lines = bibliography([{ key: 'k', paper: paper({ venue }) }]).split('\n');
    return `${lines[0]} ${lines.find((line) => /journal|booktitle|howpublished/.test(line))?.trim() ?? ''}`;
  };
  assert.equal(firstLine(null), '@misc{k, ');
  assert.equal(firstLine('Neural Computation'), '@article{k, journal = {Neural Computation},');
  assert.equal(firstLine('arXiv.org'), '@misc{k, howpublished = {arXiv.org},');
  assert.equal(firstLine('Proceedings of Things'), '@inproceedings{k, booktitle = {Proceedings of Things},');
});

test('a paper that the template brings along keeps the key that it has there', () => {
  const brought = [{ key: 'Template1', title: '{D}elayed generalization in small networks' }];
  assert.equal(referenceFor(paper(), [], brought).key, 'Template1');
});

const nasty = fc.constantFrom(
  '{',
  '}',
  '\\',
  '%',
  '&',
  '_',
  '$',
  '#',
  '~',
  '^',
  '"',
  ',',
  ' and ',
  '@',
  '=',
  "'",
  '︷',
  '｝',
  'Ở',
  'é',
  'ß',
  'Ł',
  '李',
  'α',
  '🦜',
  '\n',
  '\u202e',
  'word',
  ' ',
  '',
);
const text = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''));
const records = fc.array(
  fc.record({
    id: fc.oneof(text, fc.constantFrom('doi:10.1/a', 'arxiv:2201.02177')),
    title: text,
    authors: fc.array(text, { maxLength: 4 }),
    year: fc.option(fc.integer({ min: 1900, max: 2030 })),
    venue: fc.option(text),
    abstract: fc.constant(null),
    url: fc.option(fc.oneof(text, fc.webUrl())),
    citationCount: fc.constant(null),
  }),
  { maxLength: 12 },
);

/** Reads like BibTeX: entries of fields in balanced braces, and nothing else. */
const parse = (
  source: string,
): readonly { readonly key: string; readonly fields: Readonly<Record<string, string>> }[] => {
  let value = String.raw`\{[^{}]*\}`;
  for (let depth = 0; depth < 9; depth += 1) value = String.raw`\{(?:[^{}]|${value})*\}`;
  const entry = new RegExp(
    String.raw`@(article|inproceedings|misc)\{([a-z0-9]+),\n((?:  [a-z]+ = ${value},\n)*)\}\n`,
    'y',
  );
  const entries = [];
  while (entry.lastIndex < source.length) {
    const at = entry.lastIndex;
    const match = entry.exec(source);
    assert.ok(match, `no entry at ${source.slice(at, at + 200)}`);
    const fields = [...(match[3] ?? '').matchAll(new RegExp(`  ([a-z]+) = (${value}),\n`, 'g'))];
    entries.push({
      key: match[2] ?? '',
      fields: Object.fromEntries(fields.map(([, name, content]) => [name, content])),
    });
    if (source[entry.lastIndex] === '\n') entry.lastIndex += 1;
  }
  return entries;
};

test('whatever the libraries say, each paper is one entry that BibTeX can read', () => {
  fc.assert(
    fc.property(records, (papers) => {
      const references = referencesOf(papers as readonly PaperRecord[]);
      const entries = parse(bibliography(references));
      const keys = entries.map(({ key }) => key);
      assert.deepEqual(keys, references.map(({ key }) => key).sort());
      assert.equal(new Set(keys).size, keys.length);
      for (const one of references)
        for (const other of references) assert.ok(one === other || !isSamePaper(one.paper, other.paper));
      for (const { fields } of entries) {
        for (const content of Object.values(fields)) assert.doesNotMatch(content, /\p{Cc}|(?<!\\)[%#&]/u);
      }
      assert.equal(bibliography([...references].reverse()), bibliography(references));
    }),
    { numRuns: 1500 },
  );
});

test('two records of one paper never give two entries', () => {
  const other = fc.record({ id: text, title: text, authors: fc.array(text, { maxLength: 3 }), venue: fc.option(text) });
  fc.assert(
    fc.property(records, other, (papers, changes) => {
      const shared = 'doi:10.1000/shared';
      const one = paper({ id: shared, title: 'One of Two' });
      const again = paper({ ...changes, identifiers: [changes.id, shared] });
      const references = referencesOf([one, ...(papers as readonly PaperRecord[]), again]);
      assert.equal(references.filter(({ paper: { id } }) => id === shared).length, 1);
      assert.ok(!references.some((reference) => reference.paper === again));
    }),
  );
});

test('BibTeX and LaTeX themselves take the worst records, and miss only years that nobody gave', async (context) => {
  const papers = [
    paper({ id: '1', title: 'The {Best} 100% of R&D: $x_1^2$ ~ #1 "quoted" \\input{secret} <b>', venue: 'A & B_C' }),
    paper({
      id: '2',
      title: 'Unbalanced } and { and \\',
      authors: ['Smith and Sons, Ltd., Inc., Co.', 'others', ',,'],
    }),
    paper({
      id: '3',
      title: 'Ångström, Łódź, Ærø, Čech, α-divergence, 深度学习',
      authors: ['李明', 'Ł. Ødegård', 'Jr., King, Martin'],
    }),
    paper({
      id: '4',
      title: '@article{evil, title = {x}}',
      authors: Array.from({ length: 120 }, (_, n) => `A. Person${n}`),
    }),
    paper({
      id: 'doi:10.1000/x_y(1)',
      title: 'An Underscore in a DOI',
      url: 'https://example.org/a_b~c?d=e',
      year: null,
    }),
    paper({
      id: 'doi:10.1000/plain.5',
      title: 'A Plain DOI',
      venue: 'Proceedings of the Conference on Things',
      url: 'https://doi.org/10.1000/plain.5',
    }),
    paper({ id: '7', title: 'No Author', authors: [], year: null, venue: 'arXiv' }),
    paper({ id: '8', title: 'Same Author, Same Year', authors: ['The ATLAS Collaboration'] }),
    paper({ id: '9', title: 'Same Author Again', authors: ['The ATLAS Collaboration'] }),
  ];
  const references = referencesOf(papers);
  assert.equal(references.length, papers.length);
  const sources: Record<string, string | Buffer> = samplePaper();
  const cited = references.map(({ key }) => `\\citet{${key}}`).join(', ');
  const workspace = mkdtempSync(join(tmpdir(), 'bibliography-'));
  context.after(() => rmSync(workspace, { recursive: true, force: true }));
  const written = {
    ...sources,
    'introduction.tex': `As ${cited} found, and \\citep{power2022grokking, kingma2015adam}.\n`,
    'references.bib': `${sources['references.bib']}\n${bibliography(references)}`,
  };
  const texts = Object.entries(written).flatMap(([name, content]) =>
    typeof content === 'string' ? [[name, { text: content }] as const] : [],
  );
  const all = withLetters(Object.fromEntries(texts), 'paper.tex');
  for (const [name, content] of Object.entries(written)) writeFileSync(join(workspace, name), content);
  for (const name of Object.keys(all)) writeFileSync(join(workspace, name), textAt(all, name) ?? '');
  const typesetter = createLatexTypesetter({ sandbox: createBubblewrapSandbox({ python: '/usr/bin/python3' }) });
  const { signal } = new AbortController();
  const result = await typesetter.compile({ workspace, main: 'paper.tex', wallTimeMs: 240_000, signal });
  assert.deepEqual([result.ok, result.errors], [true, []], result.logTail);
  const complaints = result.warnings
    .map(({ message }) => message)
    .filter((one) => !/Overfull|Underfull|as their codes/.test(one));
  assert.deepEqual(
    complaints,
    ['mullerunderscore', 'anonymousauthor'].map((key) => `BibTeX: empty year in ${key}`),
  );
  const printed = result.text.normalize('NFKC').replace(/-\n/g, '').replace(/\s+/g, ' ');
  for (const words of [
    '100% of R&D',
    'Smith and Sons',
    'Łódź',
    'The ATLAS Collaboration',
    'A Plain DOI',
    'et al.',
    'No Author',
    result.engine === 'lualatex' ? '李明' : '[U+674E][U+660E]',
  ])
    assert.ok(printed.includes(words), `${words} in ${printed}`);
});
