import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  identifiersOf,
  isSamePaper,
  isSameTitle,
  normalIdentifier,
} from '../../src/events/vocabulary/paper-identity.ts';

test('a DOI has one form, in lower case, and one that arXiv gave is the arXiv id', () => {
  for (const given of [
    '10.1000/AbC',
    'doi:10.1000/abc',
    'DOI: 10.1000/abc',
    'https://doi.org/10.1000/abc',
    ' http://dx.doi.org/10.1000/abc ',
  ])
    assert.equal(normalIdentifier(given), 'doi:10.1000/abc', given);
  assert.equal(normalIdentifier('10.48550/arXiv.2201.02177'), 'arxiv:2201.02177');
  assert.equal(normalIdentifier('10.1000/10.48550/arxiv.1'), 'doi:10.1000/10.48550/arxiv.1');
  for (const given of ['x10.1000/abc', '10.1/abc', '10.1000/', '10.1000/a b'])
    assert.equal(normalIdentifier(given), given);
});

test('an arXiv id has one form, without version, address and ending', () => {
  for (const given of [
    'arXiv:2201.02177',
    'arxiv:2201.02177v3',
    'https://arxiv.org/abs/2201.02177v1',
    'http://export.arxiv.org/pdf/2201.02177v12.pdf',
    'https://www.arxiv.org/pdf/2201.02177',
  ])
    assert.equal(normalIdentifier(given), 'arxiv:2201.02177', given);
  assert.equal(normalIdentifier('arxiv:math/0211159v1'), 'arxiv:math/0211159');
  assert.equal(normalIdentifier('arxiv:2201.02177v1x'), 'arxiv:2201.02177v1x');
  assert.equal(normalIdentifier('arxiv:a.pdf.b'), 'arxiv:a.pdf.b');
  for (const given of ['w12v3', 'a.pdf', 'see https://arxiv.org/abs/1']) assert.equal(normalIdentifier(given), given);
});

test('every name of a record counts once, and an empty one not at all', () => {
  assert.deepEqual(identifiersOf({ id: 'W1', identifiers: ['doi:10.1000/A', '10.1000/a', ' '] }), [
    'w1',
    'doi:10.1000/a',
  ]);
  assert.deepEqual(identifiersOf({ id: '' }), []);
});

test('titles are the same by their letters and digits, whatever their case, marks and signs', () => {
  for (const [one, other] of [
    ['Grokking: Beyond Overfitting', 'grokking beyond-overfitting!'],
    ['Naïve Łódź Straße Søren', 'naive lodz strasse soren'],
    ['Batch Norm 2', 'BatchNorm2'],
    ['学习', '学习。'],
  ] as const)
    assert.ok(isSameTitle(one, other), one);
  for (const [one, other] of [
    ['', ''],
    ['!?', '...'],
    ['Grokking', 'Grokking 2'],
    ['ab', 'ba'],
  ] as const)
    assert.ok(!isSameTitle(one, other), one);
});

const paper = { id: 'w1', title: 'On Toys', authors: ['Zoë Müller', 'Ann Other'], year: 2020 as number | null };
const isSame = (other: Partial<typeof paper> & { identifiers?: readonly string[] }): boolean =>
  isSamePaper(paper, { ...paper, id: 'w2', ...other }) && isSamePaper({ ...paper, id: 'w2', ...other }, paper);

test('a common identifier makes one paper, whatever else is told', () => {
  assert.ok(isSame({ identifiers: ['doi:10.1000/x', 'W1'], title: 'Other', authors: ['X Y'], year: 1990 }));
  assert.ok(!isSame({ identifiers: ['w3'], title: 'Other' }));
});

test('without one it takes the same title, the same first author and about the same year', () => {
  assert.ok(isSame({}));
  assert.ok(!isSame({ title: 'On Games' }));
  for (const author of ['Z. Muller', 'Müller, Zoë', 'Muller Jr.', 'Müller, Z., III', 'Muller Z'])
    assert.ok(isSame({ authors: [author] }), author);
  for (const author of ['Ann Other', 'Zoë Smith', 'Möller, Zo']) assert.ok(!isSame({ authors: [author] }), author);
  const reordered = [
    { ...paper, authors: ['Müller, Zoë'] },
    { ...paper, id: 'w2', authors: ['Müller, Z.'] },
  ] as const;
  assert.ok(isSamePaper(...reordered), 'before a comma stands the surname');
  assert.ok(isSame({ authors: [] }), 'nothing is known of its author');
  assert.deepEqual(
    [2017, 2018, 2022, 2023, null].map((year) => isSame({ year })),
    [false, true, true, false, true],
  );
});
