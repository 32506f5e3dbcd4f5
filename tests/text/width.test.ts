import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { table } from '../../src/text/table.ts';
import { fitted, folded, padded, textWidth, wrapped } from '../../src/text/width.ts';
import { forbidden, hostile } from '../support/hostile.ts';

const texts = fc
  .array(fc.oneof(fc.constantFrom(...Object.values(hostile)), fc.string({ unit: 'grapheme' }), fc.lorem()), {
    maxLength: 6,
  })
  .map((parts) => parts.join(' '));
const segmenter = new Intl.Segmenter();
const columns = fc.integer({ min: 0, max: 60 });

test('columns are counted as a terminal shows them', () => {
  const counted = {
    'é日🎉': 5,
    '👩‍👩‍👧‍👦': 2,
    '🇩🇪🇯🇵': 4,
    '🏳️‍🌈': 2,
    '1️⃣': 2,
    'e\u0301': 1,
    ｶﾞ: 2,
    'a\u200bb': 2,
    'a\u001b[31mb': 2,
  };
  for (const [text, width] of Object.entries(counted)) assert.equal(textWidth(text), width, text);
});

test('signs of our own lines are one column each, so that their width needs no table', () => {
  for (const sign of '~…·≥±→←↑↓│─█░✓▸›▏–—') assert.equal(stringWidth(sign), 1, sign);
});

test('a text is cut between characters, and an ellipsis stands for the rest', () => {
  assert.deepEqual(
    [fitted('abcdef', 4), fitted('日本語', 5), fitted('👩‍👩‍👧‍👦x', 2), fitted('ab', 0)],
    ['abc…', '日本…', '…', ''],
  );
  assert.deepEqual([padded('日', 4), padded('日', 4, 'right'), padded('日本語', 4)], ['日  ', '  日', '日… ']);
});

test('what is cut or folded is never wider than it may be, what is padded as wide as it should be', () => {
  fc.assert(
    fc.property(texts, columns, (text, width) => {
      assert.ok(stringWidth(fitted(text, width)) <= width);
      assert.equal(stringWidth(padded(text, width)), width);
      assert.equal(stringWidth(padded(text, width, 'right')), width);
      // A line cannot be narrower than its widest character; one with several spacing marks is three columns wide.
      const widest = Math.max(2, ...[...segmenter.segment(text)].map(({ segment }) => stringWidth(segment)));
      for (const line of folded(text, width + widest)) assert.ok(stringWidth(line) <= width + widest, line);
    }),
  );
});

test('text is broken at words by the columns it takes up, and points keep their margin', () => {
  const point = `- ${'word '.repeat(12)}`.trim();
  assert.deepEqual(wrapped(point, 2, 32).split('\n'), [
    '  - word word word word word',
    '    word word word word word',
    '    word word',
  ]);
  const japanese = wrapped('損失 の 曲線 損失 の 曲線 損失 の 曲線', 0, 20).split('\n');
  assert.deepEqual(japanese, ['損失 の 曲線 損失 の', '曲線 損失 の 曲線']);
  assert.equal(wrapped(`see ${'f'.repeat(64)}`, 4, 30), `    see\n    ${'f'.repeat(64)}`);
  assert.equal(wrapped('one\n\n  two\u001b[2J', 1, 40), ' one\n\n   two');
});

test('columns of a table stand where they should, whatever is in them', () => {
  const row = fc.record({ name: texts, note: texts, count: fc.nat() });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 5 }),
      fc.option(fc.integer({ min: 60, max: 300 }), { nil: undefined }),
      (rows, width) => {
        const shown = table(
          rows,
          [
            { title: '|名', text: ({ name }) => `|${name}` },
            { title: '|COUNT', text: ({ count }) => `|${count}`, right: true },
            { title: '|NOTE', text: ({ note }) => `|${note.replaceAll('|', '')}`, flexible: true },
          ],
          width,
        );
        assert.doesNotMatch(shown, forbidden);
        const lines = shown.trimEnd().split('\n');
        assert.equal(lines.length, rows.length + 1);
        const places = lines.map((line) => stringWidth(line.slice(0, line.lastIndexOf('|'))));
        assert.equal(new Set(places).size, 1, shown);
      },
    ),
  );
});
