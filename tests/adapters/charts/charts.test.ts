import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createCharts } from '../../../src/adapters/charts/charts.ts';
import { foundPath } from '../../../src/adapters/machine/requirements.ts';
import type { Chart } from '../../../src/ports/charts.ts';

const temporary = await mkdtemp(join(tmpdir(), 'charts-test-'));
after(() => rm(temporary, { recursive: true, force: true }));

/** Labels that matplotlib would take for a formula, and XML for a tag. */
const odd = 'a $\\frac{x}$ <b> & c';

const charts: readonly Chart[] = [
  {
    ...{ kind: 'distributions', name: 'scores', title: 'Scores', axis: 'score', range: [1, 10] },
    groups: [
      { label: odd, values: [3, 3, 4.2], mean: 3.4, error: 0.4 },
      { label: 'one', values: [5], mean: 5, error: null },
    ],
  },
  {
    ...{ kind: 'bars', name: 'cost', title: 'Cost', axis: 'dollars' },
    groups: [
      { label: odd, value: 0, text: '$0.00' },
      { label: 'one', value: 0, text: '≥$0.00' },
    ],
  },
  {
    ...{ kind: 'steps', name: 'archive', title: 'Growth', axis: 'time' },
    series: [{ label: 'ideas', points: [[Date.UTC(2026, 0, 1), 2]] }],
  },
];

test('charts are drawn as SVG and PNG, the same again for the same data, with labels as they are', async () => {
  const drawing = createCharts(() => foundPath('Python'));
  const folder = join(temporary, 'new');
  const files = await drawing.draw(charts, folder);
  assert.deepEqual(
    files,
    ['scores', 'cost', 'archive'].flatMap((name) => [`${name}.svg`, `${name}.png`]).map((name) => join(folder, name)),
  );
  const svg = await readFile(join(folder, 'scores.svg'), 'utf8');
  assert.ok(svg.includes('a $\\frac{x}$ &lt;b&gt; &amp; c'), 'the label is text');
  for (const name of ['scores', 'cost', 'archive']) {
    const png = await readFile(join(folder, `${name}.png`));
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.readUInt32BE(16) > 1000, 'it is wide enough to read');
  }
  await drawing.draw(charts, folder);
  assert.equal(await readFile(join(folder, 'scores.svg'), 'utf8'), svg);
});

test('a failure is told by its last line', async () => {
  const drawing = createCharts(async () => '/bin/false');
  await assert.rejects(drawing.draw(charts, temporary), /the charts cannot be drawn: exit code 1/);
});
