import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countText,
  dollarsText,
  durationText,
  measuredText,
  numberText,
  plural,
  shareText,
  sizeText,
} from '../../src/text/quantities.ts';

test('a duration is shown in its two largest units, rounded down', () => {
  assert.deepEqual(
    [0, 58.9, 999.9, 1000, 7340, 9999, 10_000, 59_999, 60_000, 185_000, 3_599_999, 7_440_000, -5].map(durationText),
    [
      '0 ms',
      '58 ms',
      '999 ms',
      '1.0 s',
      '7.3 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1 min 0 s',
      '3 min 5 s',
      '59 min 59 s',
      '2 h 4 min',
      '0 ms',
    ],
  );
});

test('money shows when a part of it is unknown', () => {
  assert.deepEqual(
    [dollarsText(1.2), dollarsText({ dollars: 0.5, unpriced: 0 }), dollarsText({ dollars: 0.5, unpriced: 2 })],
    ['$1.20', '$0.50', '≥$0.50'],
  );
});

test('numbers, shares, counts and sizes', () => {
  assert.deepEqual([numberText(null), numberText(5), numberText(5.3333)], ['-', '5', '5.33']);
  assert.deepEqual(
    [measuredText(null, 1), measuredText(0.123456, null), measuredText(0.123456, 0.00123)],
    ['-', '0.12346', '0.12346 ± 0.0012'],
  );
  assert.deepEqual(
    [shareText(0), shareText(0.345), countText(999), countText(14_230), countText(3_050_000)],
    ['0 %', '35 %', '999', '14.2k', '3.05M'],
  );
  assert.deepEqual([1, 2048, 220_000_000, 3 * 1024 ** 3].map(sizeText), ['1 KB', '2 KB', '210 MB', '3.0 GB']);
  assert.deepEqual([plural(0, 'idea'), plural(1, 'idea'), plural(2, 'idea')], ['0 ideas', '1 idea', '2 ideas']);
});
