import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyAnswer, type Edit, renderEdits, withEdits } from '../../../src/machines/kit/edits/edits.ts';
import { block, fenced, isSlower, script, slower, withChange } from '../../support/edit-cases.ts';

const files = { 'experiment.py': script };
const imported = block('import json', 'import json\nimport math');
const failing = block('    return 0.0  # nowhere', '    return 0.5');
const mended = block('    return 0.0', '    return 0.5');
const all = {
  'experiment.py': withChange(
    '    return 0.0',
    '    return 0.5',
    withChange('import json', 'import json\nimport math', isSlower['experiment.py']),
  ),
};

const answerOf = (...blocks: readonly string[]): string =>
  blocks.map((one) => `experiment.py\n${fenced(one)}`).join('\n\n');

const firstOf = (answer: string): { readonly complaint: string; readonly kept: readonly Edit[] } => {
  const applied = applyAnswer(files, answer);
  assert.ok('complaint' in applied && applied.kept !== undefined);
  return { complaint: applied.complaint, kept: applied.kept };
};

test('of three changes of which one fails, two are kept, and only the third is asked for', () => {
  const { complaint, kept } = firstOf(answerOf(slower, failing, imported));
  assert.deepEqual(kept, [
    { file: 'experiment.py', search: '    lr = 0.1\n', replace: '    lr = 0.01\n' },
    { file: 'experiment.py', search: 'import json\n', replace: 'import json\nimport math\n' },
  ]);
  assert.match(
    complaint,
    /^1 of 3 changes could not be applied\. The others are kept[\s\S]*give only the missing changes/,
  );
  assert.match(complaint, /return 0\.0 {2}# nowhere/);
  assert.equal(complaint.includes('import math'), false);
  assert.deepEqual(applyAnswer(files, answerOf(mended), { kept }), {
    files: all,
    changed: ['experiment.py'],
    skipped: [],
  });
});

test('a model that gives all of them again gets each of them once', () => {
  const { kept } = firstOf(answerOf(slower, failing, imported));
  for (const answer of [answerOf(slower, imported, mended), answerOf(mended, imported)]) {
    const applied = applyAnswer(files, answer, { kept });
    assert.deepEqual('files' in applied && applied.files, all);
  }
  const without = applyAnswer(files, answerOf(slower, imported), { kept });
  assert.deepEqual('files' in without && without.files, withEdits(files, { kept }));
});

test('what is kept grows until nothing is missing, and stays where an answer has nothing in it', () => {
  const first = firstOf(answerOf(slower, failing, failing.replace('0.5', '0.6')));
  const second = applyAnswer(files, answerOf(imported, failing), { kept: first.kept });
  assert.ok('complaint' in second);
  assert.deepEqual(
    second.kept?.map(({ search }) => search),
    ['    lr = 0.1\n', 'import json\n'],
  );
  const third = applyAnswer(files, 'I think it is right so.', { kept: first.kept });
  assert.ok('complaint' in third && third.kept === undefined);
});

test('a block that is cut off is asked for again, and the whole ones before it are kept', () => {
  const { kept } = firstOf(
    `${answerOf(slower)}\n\nexperiment.py\n\`\`\`\n<<<<<<< SEARCH\nimport json\n=======\nimport`,
  );
  assert.deepEqual(
    kept.map(({ replace }) => replace),
    ['    lr = 0.01\n'],
  );
});

test('what stands in two places is told with both, beside what is kept', () => {
  const { complaint, kept } = firstOf(answerOf(slower, block('    return 1.0', 'x'), block('', 'x = 1')));
  assert.equal(kept.length, 2);
  assert.match(complaint, /where its new lines belong/);
  const twice = applyAnswer(
    { 'a.py': 'def f():\n    x = 1\n\ndef g():\n    x = 1\n' },
    block('    x = 1', '    x = 2'),
  );
  assert.match('complaint' in twice ? twice.complaint : '', /2 places[\s\S]*def f[\s\S]*def g/);
});

test('keeping a part and giving the rest leaves what the whole answer would have', () => {
  const lines = Array.from({ length: 12 }, (_, at) => `line ${at}`);
  const place = fc.nat(lines.length - 1);
  fc.assert(
    fc.property(fc.uniqueArray(place, { minLength: 2, maxLength: 6 }), fc.nat(), (places, seed) => {
      const edits = places.map((at) => ({
        file: 'a.py',
        search: `line ${at}\n`,
        replace: at % 3 === 0 ? `line ${at}\nnew ${at}\n` : `new ${at}\n`,
      }));
      const broken = seed % edits.length;
      const wrong = edits.map((edit, at) => (at === broken ? { ...edit, search: 'nowhere\n' } : edit));
      const a = { 'a.py': `${lines.join('\n')}\n` };
      const first = applyAnswer(a, renderEdits(wrong));
      assert.ok('complaint' in first && first.kept?.length === edits.length - 1);
      const rest = applyAnswer(a, renderEdits(seed % 2 === 0 ? edits : edits.slice(broken, broken + 1)), {
        kept: first.kept,
      });
      const whole = applyAnswer(a, renderEdits(edits));
      assert.ok('files' in rest && 'files' in whole);
      assert.equal(rest.files['a.py'], whole.files['a.py']);
    }),
  );
});

const options = { mayAdd: (name: string) => /^[a-z]+\.py$/.test(name) && name !== 'plot.py' };

for (const [form, text] of Object.entries({
  'a fence under its name': `schedule.py\n${fenced('rate = 1\nwarm = 2')}`,
  'a block without old lines': `schedule.py\n${fenced(block('', 'rate = 1\nwarm = 2'))}`,
  'a diff': '```diff\n--- /dev/null\n+++ b/schedule.py\n@@ -0,0 +1,2 @@\n+rate = 1\n+warm = 2\n```',
  'a path of the folder': `./schedule.py\n${fenced('rate = 1\nwarm = 2')}`,
}))
  test(`a new file is made where it may be: ${form}`, () => {
    const answer = `${answerOf(slower)}\n\n${text}`;
    const applied = applyAnswer(files, answer, options);
    assert.ok('files' in applied, 'complaint' in applied ? applied.complaint : '');
    assert.deepEqual(applied.files, { ...isSlower, 'schedule.py': 'rate = 1\nwarm = 2\n' });
    assert.deepEqual(applied.changed, ['experiment.py', 'schedule.py']);
  });

test('a new file is made by a patch', () => {
  const patch =
    '*** Begin Patch\n*** Update File: experiment.py\n@@\n-    lr = 0.1\n+    lr = 0.01\n*** Add File: schedule.py\n+rate = 1\n*** End Patch';
  const applied = applyAnswer(files, patch, options);
  assert.deepEqual('files' in applied && applied.files, { ...isSlower, 'schedule.py': 'rate = 1\n' });
});

test('a new file is kept with the other changes, and no file is made outside or in the place of another', () => {
  const first = applyAnswer(files, `schedule.py\n${fenced('rate = 1')}\n\n${answerOf(failing)}`, options);
  assert.ok('complaint' in first);
  const second = applyAnswer(files, answerOf(mended), { ...options, ...(first.kept && { kept: first.kept }) });
  assert.equal('files' in second && second.files['schedule.py'], 'rate = 1\n');
  for (const name of ['../up.py', 'sub/down.py', '/etc/up.py', 'plot.py', 'notes.txt']) {
    const applied = applyAnswer(files, `${answerOf(slower)}\n\n${name}\n${fenced('rate = 1')}`, options);
    assert.deepEqual('files' in applied && Object.keys(applied.files), ['experiment.py'], name);
  }
});
