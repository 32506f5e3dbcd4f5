import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { separateThoughts } from '../../../src/adapters/models/thoughts.ts';

const section = '```latex\nThe section.\n```';
const edit = '<<<<<<< SEARCH\nsteps = 900\n=======\nsteps = 9\n>>>>>>> REPLACE';

const cases: readonly (readonly [what: string, raw: string, answer: string])[] = [
  ['no reasoning at all', `  ${section}\n`, `  ${section}\n`],
  ['a block before the answer', `<think>Perhaps {x}?</think>\n${section}`, section],
  ['other names', `<thinking>a</thinking><thought>b</thought><reasoning>c</reasoning>${section}`, section],
  ['capital letters', `<THINK>a</Think>${section}`, section],
  ['square brackets', `[THINK]first a draft\n${section}[/THINK]Answer`, 'Answer'],
  ['only the closing tag', `Perhaps \`\`\`latex A first try. \`\`\` Too vague.\n</think>\n${section}`, section],
  ['only the closing tag, after an open fence', `Perhaps\n\`\`\`latex\nA first try.\n</think>\n${section}`, section],
  ['an edit that is thrown away', `<reasoning>${edit} … no, only the rate</reasoning>\n${section}`, section],
  ['two blocks', `<think>a</think>\n<think>b</think>\n${section}`, section],
  ['words before the block', 'Sure. <think>draft {x}</think> Answer', 'Sure.  Answer'],
  ['blocks within one another', `<think>a <think>b</think> c</think>${section}`, section],
  ['reasoning that is never closed', '<think>It goes on and on', ''],
  ['reasoning at the end that is never closed', 'Answer\n<think>Was that right', 'Answer'],
  [
    'Harmony channels',
    '<|channel|>analysis<|message|>Hm {x}<|end|><|start|>assistant<|channel|>final<|message|>Answer<|return|>',
    'Answer',
  ],
  ['Harmony channels, cut off in the first', '<|channel|>analysis<|message|>Hm {x}', ''],
  ['the mark of a turn’s end', 'Answer<|im_end|>\n', 'Answer'],
  ['a tag in a fence of code', '```python\nprompt = "<think>"\n```', '```python\nprompt = "<think>"\n```'],
  [
    'a pair of tags in a fence of code',
    '```python\nprompt = "<think>a</think>"\n```',
    '```python\nprompt = "<think>a</think>"\n```',
  ],
];

for (const [what, raw, answer] of cases) {
  test(`thoughts are parted from the answer: ${what}`, () => {
    assert.equal(separateThoughts(raw).text, answer);
  });
}

test('the thoughts are kept', () => {
  assert.equal(separateThoughts('<think>a</think>x<think>b</think>').thoughts, 'a\nb');
  assert.equal(separateThoughts('all of this\n</think>Answer').thoughts, 'all of this');
});

test('nothing of a thought reaches the answer, whatever it holds', () => {
  const draft = fc
    .array(fc.constantFrom('```', '\n', '{', '}', edit, '~~~', 'draft', '<b>', '"'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      draft,
      fc.constantFrom('think', 'thinking', 'thought', 'reasoning'),
      fc.boolean(),
      (inner, tag, isOpened) => {
        const raw = `${isOpened ? `<${tag}>` : ''}SECRET ${inner}\n</${tag}>\nAnswer`;
        assert.equal(separateThoughts(raw).text, 'Answer');
      },
    ),
  );
});
