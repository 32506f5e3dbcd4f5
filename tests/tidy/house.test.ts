import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { drawHouse, withHouse } from '../../scripts/house.ts';
import { projectFolder, readTexts } from '../../scripts/source-tree.ts';

test("ARCHITECTURE.md's drawing of the house is up to date (else: node scripts/draw-house.ts)", async () => {
  const document = await readFile(`${projectFolder}ARCHITECTURE.md`, 'utf8');
  assert.equal(document, withHouse(document, await readTexts(['src'], '.ts')));
});

test('a room stands above what it imports, with its folders and what they import of each other', () => {
  const house = new Map([
    ['src/main.ts', "import './cli/a.ts';"],
    ['src/cli/a.ts', "import '../events/one/b.ts';"],
    ['src/ports/p.ts', "import type { B } from '../events/one/b.ts';"],
    ['src/events/one/b.ts', "import '../two/deep/c.ts';"],
    ['src/events/two/deep/c.ts', ''],
  ]);
  const drawn = drawHouse(house);
  const lines = drawn.split('\n');
  assert.equal(new Set(lines.map((line) => line.length)).size, 1, drawn);
  assert.deepEqual(
    lines.flatMap((line) => line.match(/(?<=┌─ )\w+/g) ?? []),
    ['main', 'cli', 'ports', 'events'],
  );
  assert.match(drawn, /│ one → two {3}two \(deep\) +│/);
  assert.match(drawn, /│ ▼ events +│ {2}│ ▼ events +│/);
  assert.notEqual(drawn, drawHouse(new Map([...house, ['src/cli/new/d.ts', '']])));
});

test('a list that is longer than its room is broken between its words', () => {
  const adapters = Array.from({ length: 30 }, (_, index) => [`src/adapters/port/adapter-${index}/a.ts`, ''] as const);
  const lines = drawHouse(new Map(adapters)).split('\n');
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  assert.ok(lines.length > 4);
});
