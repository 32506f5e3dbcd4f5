import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyAnswer, renderEdits } from '../../../src/machines/kit/edits/edits.ts';
import { type EditCase, script } from '../../support/edit-cases.ts';
import { blockCases } from '../../support/edit-cases-blocks.ts';
import { diffCases, wholeCases } from '../../support/edit-cases-diffs.ts';
import { frameCases } from '../../support/edit-cases-frames.ts';
import { markerCases } from '../../support/edit-cases-markers.ts';
import { elisionCases, matchingCases } from '../../support/edit-cases-matching.ts';
import { modelCases } from '../../support/edit-cases-models.ts';

const cases: readonly EditCase[] = [
  ...blockCases,
  ...matchingCases,
  ...elisionCases,
  ...diffCases,
  ...wholeCases,
  ...frameCases,
  ...modelCases,
  ...markerCases,
];

test('there are many ways to write an edit', () => {
  assert.ok(cases.length >= 60, `${cases.length}`);
  assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
});

for (const { name, files = { 'experiment.py': script }, answer, gives, complaint, skipped = [] } of cases) {
  test(`an edit: ${name}`, () => {
    const before = JSON.stringify(files);
    const applied = applyAnswer(files, answer);
    if (complaint !== undefined) {
      assert.ok('complaint' in applied, `it was applied: ${JSON.stringify(applied)}`);
      assert.match(applied.complaint, complaint);
    } else {
      assert.ok(!('complaint' in applied), 'complaint' in applied ? applied.complaint : '');
      assert.deepEqual(applied.files, { ...files, ...gives });
      assert.deepEqual(applied.changed, Object.keys(gives ?? {}));
      assert.deepEqual(applied.skipped, skipped);
    }
    assert.equal(JSON.stringify(files), before);
  });
}

const oddLine = fc.oneof(
  fc.constantFrom('', '=======', '<<<<<<< SEARCH', '>>>>>>> REPLACE', '```', '```python', '@@ -1 +1 @@', '...'),
  fc.constantFrom('    x = 1', 'x = 1', '\tx = 1', 'x = 1 ', '# ... existing code ...', '--- a/a.py', '+++ b/a.py'),
  fc.constantFrom('experiment.py', '*** Update File: a.py', '<file name="a.py">', '</file>', '- x', '+ x', '~~~~'),
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/[\r\n]/g, ' ')),
);

test('what is rendered is read back, whatever the lines hold', () => {
  const places = fc.tuple(
    fc.array(oddLine, { minLength: 1, maxLength: 14 }),
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(places, fc.array(oddLine, { maxLength: 5 }), ([lines, seed, more, finalEnd], replacement) => {
      const start = seed % lines.length;
      const search = lines.slice(start, start + 1 + more);
      const end = start + search.length;
      const places = lines.filter((_, at) => search.every((line, offset) => lines[at + offset] === line)).length;
      const expected = [...lines.slice(0, start), ...replacement, ...lines.slice(end)];
      fc.pre(places === 1 && search.some((line) => line.trim() !== '') && lines.at(-1) !== '');
      fc.pre(
        expected.join('\n') !== lines.join('\n') &&
          expected.length > 0 &&
          !replacement.includes('# ... existing code ...'),
      );
      const ending = finalEnd ? '\n' : '';
      const text = (all: readonly string[]) => all.map((line) => `${line}\n`).join('');
      const answer = renderEdits([{ file: 'a.py', search: text(search), replace: text(replacement) }]);
      const applied = applyAnswer(
        { 'a.py': lines.join('\n') + ending, 'b.py': 'x = 1\n' },
        `So:\n\n${answer}\n\nDone.`,
      );
      assert.deepEqual(applied, {
        files: { 'a.py': expected.join('\n') + ending, 'b.py': 'x = 1\n' },
        changed: ['a.py'],
        skipped: [],
      });
    }),
    { numRuns: 2000 },
  );
});

test('an edit that drifted in space lands where the exact one would', () => {
  const lines = script.trimEnd().split('\n');
  const drift = fc.record({ shift: fc.integer({ min: -4, max: 6 }), trailing: fc.boolean(), blanks: fc.boolean() });
  fc.assert(
    fc.property(
      fc.nat(lines.length - 1),
      fc.integer({ min: 1, max: 6 }),
      drift,
      (start, count, { shift, trailing, blanks }) => {
        const span = lines.slice(start, start + count);
        const filled = span.filter((line) => line.trim() !== '');
        fc.pre(span[0]?.trim() !== '' && span.at(-1)?.trim() !== '');
        const lost = Math.max(shift, -Math.min(...filled.map((line) => line.length - line.trimStart().length)));
        const moved = (line: string) =>
          (lost < 0 ? line.slice(-lost) : ' '.repeat(lost) + line) + (trailing ? '  ' : '');
        const search = (blanks ? filled : span).map((line) => (line === '' ? '' : moved(line)));
        const last = span.at(-1) ?? '';
        const added = `${/^ */.exec(last)?.[0]}added = True`;
        const replace = [...search.slice(0, -1), moved(last), moved(added)];
        const applied = applyAnswer(
          { 'experiment.py': script },
          renderEdits([{ file: 'experiment.py', search: search.join('\n'), replace: replace.join('\n') }]),
        );
        assert.ok('files' in applied, 'complaint' in applied ? applied.complaint : '');
        const after = (text: string) =>
          text
            .split('\n')
            .map((line) => line.trimEnd())
            .filter((line) => line !== '');
        const expected = [...lines.slice(0, start), ...span, added, ...lines.slice(start + count)].join('\n');
        assert.deepEqual(after(applied.files['experiment.py'] ?? ''), after(expected));
      },
    ),
    { numRuns: 1000 },
  );
});

const pieces = fc.oneof(
  oddLine,
  fc.constantFrom(...cases.flatMap(({ answer }) => answer.split('\n'))),
  fc.constantFrom(...cases.map(({ answer }) => answer)),
);
const anyFiles = fc.dictionary(
  fc.oneof(fc.constantFrom('experiment.py', 'a.py', 'dir/b.py', '__proto__', ''), fc.string({ maxLength: 8 })),
  fc.oneof(
    fc.constant(script),
    fc.array(oddLine).map((lines) => lines.join('\n')),
    fc.string(),
  ),
  { maxKeys: 4 },
);

test('no answer throws, writes another file, or changes a file that it does not say', () => {
  fc.assert(
    fc.property(anyFiles, fc.array(pieces, { maxLength: 20 }), (files, parts) => {
      const applied = applyAnswer(files, parts.join('\n'));
      if ('complaint' in applied) return applied.complaint !== '' && applied.complaint.length < 8000;
      assert.deepEqual(Object.keys(applied.files), Object.keys(files));
      const changed = Object.keys(files).filter((name) => applied.files[name] !== files[name]);
      assert.deepEqual(applied.changed, changed);
      return changed.length > 0;
    }),
    { numRuns: 3000 },
  );
});

const large = (line: (at: number) => string) => Array.from({ length: 30_000 }, (_, at) => line(at)).join('\n');
const slow: Readonly<Record<string, readonly [string, string]>> = {
  'one line a million times': [
    'x = 1\n'.repeat(170_000),
    `<<<<<<< SEARCH\n${'x = 1\n'.repeat(50_000)}y\n=======\nz\n>>>>>>> REPLACE`,
  ],
  'many blocks that match nothing': [
    large((at) => `value_${at} = ${at}`),
    '<<<<<<< SEARCH\nno\n=======\nz\n>>>>>>> REPLACE\n'.repeat(100),
  ],
  'different blocks that match nothing': [
    large((at) => `    value_${at} = ${at}`),
    Array.from({ length: 100 }, (_, at) => `<<<<<<< SEARCH\nno_${at}\n=======\nz\n>>>>>>> REPLACE`).join('\n'),
  ],
  'openings without an end': ['x = 1\n', '<<<<<<< SEARCH\n'.repeat(26_000)],
  'dividing lines without an end': ['x = 1\n', `<<<<<<< SEARCH\n${'=======\n'.repeat(49_000)}>>>>>>> REPLACE`],
  'one long line': ['x'.repeat(1_000_000), `<<<<<<< SEARCH\n${'x'.repeat(390_000)}\n=======\ny\n>>>>>>> REPLACE`],
  'fences in fences': ['x = 1\n', '```\n````\n`````\n'.repeat(20_000)],
  'an answer beyond all bounds': ['x = 1\n', 'x'.repeat(5_000_000)],
  'hunks without end': [large((at) => `v${at % 7} = 1`), `\`\`\`diff\n${'@@\n-no\n+yes\n'.repeat(30_000)}\`\`\``],
  'tags without an end': [large((at) => `v${at}`), '<edit><search>\n'.repeat(20_000)],
  'tags that match nothing': [large((at) => `v${at}`), '<search>no</search><replace>z</replace>\n'.repeat(9_000)],
  'brackets without an end': ['x = 1\n', '['.repeat(390_000)],
  'objects in objects': ['x = 1\n', `${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}`],
  'line numbers': [
    large((at) => `v${at}`),
    `<<<<<<< SEARCH\n${large((at) => `${at + 1}: w`)}\n=======\n>>>>>>> REPLACE`,
  ],
  'names of files on every line': [large((at) => `v${at}`), `\`\`\`\n${'# a.py\n'.repeat(14_000)}\`\`\``],
  'spaces and decoration': ['x = 1\n', `${'* `#'.repeat(50)}\n\`\`\`\n`.repeat(1500)],
};

for (const [name, [text, answer]] of Object.entries(slow)) {
  test(`large input is answered in bounded time: ${name}`, () => {
    const start = performance.now();
    const applied = applyAnswer({ 'a.py': text }, answer);
    assert.ok('complaint' in applied);
    assert.ok(applied.complaint.length < 8000);
    const elapsedMs = performance.now() - start;
    assert.ok(elapsedMs < 30_000, `it took ${Math.round(elapsedMs)} ms`);
  });
}
