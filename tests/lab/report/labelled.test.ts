import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLabelled } from '../../../src/lab/report/reviewer/labelled.ts';
import { csvRows } from '../../../src/text/csv-rows.ts';

test('a field may be quoted, with commas, quotation marks and line breaks in it', () => {
  assert.deepEqual(csvRows('\ufeffa,b\r\n"1, ""x""\ny",\r\n\r\n2,3'), {
    columns: ['a', 'b'],
    rows: [
      { a: '1, "x"\ny', b: '' },
      { a: '2', b: '3' },
    ],
  });
  assert.deepEqual(csvRows('a,b\n1,').rows, [{ a: '1', b: '' }]);
  assert.deepEqual(csvRows(''), { columns: [], rows: [] });
});

test('a damaged table is refused with the place', () => {
  assert.throws(() => csvRows('a,b\n"1,2'), /row 2 has a quotation mark without an end/);
  assert.throws(() => csvRows('a,b\n1,2\n1,2,3'), /row 3 has 3 fields, and the first row 2/);
  assert.throws(() => csvRows('a,a\n1,2'), /two columns are named "a"/);
});

test('a table of labels alone has no judgements', () => {
  const { labels, judged } = readLabelled('paper,human_decision,human_scores\np,Accept (Oral),6 8\nq,Reject,\n');
  assert.deepEqual(labels, [
    { paper: 'p', accepted: true, humanScore: 7 },
    { paper: 'q', accepted: false, humanScore: null },
  ]);
  assert.equal(judged.size, 0);
});

test('a row without a judgement is counted, one that cannot be understood is refused', () => {
  const head = 'paper,human_decision,overall,decision\n';
  assert.equal(readLabelled(`${head}p,Accept,,\nq,Reject,4,\n`).leftOut, 1);
  assert.throws(
    () => readLabelled(`${head}p,maybe,4,`),
    /row 2, human_decision, is "maybe", neither Accept nor Reject/,
  );
  assert.throws(() => readLabelled(`${head}p,Accept,good,`), /row 2, overall, is "good", which is not a number/);
  assert.throws(() => readLabelled(`${head}p,Accept,4,\np,Reject,4,`), /row 3 and an earlier row differ/);
  assert.throws(() => readLabelled('id,score\n'), /no column paper and no column human_decision/);
});
