import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Context, initial } from '../../../src/machines/writer/context.ts';
import { judgeFix, judgeSection } from '../../../src/machines/writer/judge.ts';
import { sections } from '../../../src/machines/writer/sections.ts';
import { dataOf } from '../../support/simulate.ts';
import { dataIn, openWriter, startedWith } from '../../support/writer-world.ts';

const results = 'The loss is lower with dropout.\nThe accuracy is higher, by two points.\nWe used three seeds.';
const method = 'We train a small model with dropout.\nThe rate is one tenth.\nWe used three seeds.';

const context = (rest: Partial<Context> = {}): Context => ({
  ...initial({ run: 'r', scope: 'idea-1', started: startedWith() as never, opening: {} as never }),
  sections: { results, method },
  cursor: sections.findIndex(({ name }) => name === 'results'),
  fixes: 1,
  ...rest,
});

const block = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
const higher = block('The accuracy is higher, by two points.', 'The accuracy is higher, by 2.1 points.');
const changed = results.replace('two', '2.1');

const drafted = (answer: string, rest: Partial<Context> = {}, stage: 'draft' | 'refined' = 'refined'): string => {
  const judged = judgeSection(stage)(answer, context(rest)) as any;
  return judged.complaint ?? judged.data.text;
};

const fixed = (answer: string): any => {
  const judged = judgeFix(answer, context()) as any;
  return judged.complaint ?? judged.data;
};

test('blocks in place of a section are applied to it', () => {
  for (const answer of [
    `\`\`\`latex\n${higher}\n\`\`\``,
    `results.tex\n\`\`\`latex\n${higher}\n\`\`\``,
    `I change one line.\n\n${higher}`,
    `~~~latex\n${higher}\n~~~`,
    `\`\`\`diff\n-The accuracy is higher, by two points.\n+The accuracy is higher, by 2.1 points.\n\`\`\``,
    `\`\`\`latex\n${block(`\\section{Results}\n${results}`, `\\section{Results}\n${changed}`)}\n\`\`\``,
  ])
    assert.equal(drafted(answer), changed, answer);
});

test('blocks that cannot be applied are refused, and no marker is ever a section', () => {
  assert.match(drafted(`\`\`\`latex\n${block('nowhere', 'x')}\n\`\`\``), /not in results\.tex/);
  assert.match(
    drafted(`\`\`\`latex\n${higher}\n\`\`\``, { sections: {} }, 'draft'),
    /no text yet that blocks could change/,
  );
  assert.match(
    drafted(`\`\`\`latex\nA text that is long enough to be one.\n>>>>>>> REPLACE\n\`\`\``),
    /belongs to the form of a block/,
  );
});

test('of blocks for a section, the good ones are kept', () => {
  const judged = judgeSection('refined')(`${higher}\n${block('nowhere', 'x')}`, context()) as any;
  assert.equal(judged.kept.length, 1);
  const next = drafted(block('We used three seeds.', 'We used 3 seeds.'), { keptEdits: judged.kept });
  assert.equal(next, changed.replace('three', '3'));
});

test('comments are no prose', () => {
  for (const text of [
    '% This section will say what was measured.\n% It will be long enough.\n% And it will be honest.',
    '\\begin{comment}\nAll of this is left out by the compiler, however long.\n\\end{comment}',
    '\\iffalse All of this is left out by the compiler, however long it is. \\fi',
    '\\label{a}\\vspace{2pt}\\centering\\noindent\\bigskip\\medskip\\smallskip',
  ])
    assert.match(drafted(`\`\`\`latex\n${text}\n\`\`\``), /too short to be a section/);
  assert.equal(drafted(`\`\`\`latex\n% A comment.\n${method}\n\`\`\``), `% A comment.\n${method}`);
});

test('a fix leaves no section without prose', () => {
  const all = results.split('\n');
  const answer = `results.tex\n${block(results, all.map((line) => `% ${line}`).join('\n'))}`;
  assert.match(fixed(answer), /results\.tex has only .* too short/);
});

test('fences of tildes, of any label and of any length hold a section, and the last one counts', () => {
  for (const answer of [
    `~~~latex\n${method}\n~~~`,
    `~~~\n${method}\n~~~`,
    `\`\`\`\`tex\n${method}\n\`\`\`\``,
    `\`\`\`LaTeX\n${method}\n\`\`\``,
    `  \`\`\`latex\n${method}\n  \`\`\``,
    `\`\`\`latex\n${method}\n\`\`\``.replaceAll('\n', '\r\n'),
    `A draft:\n\`\`\`latex\n${results}\n\`\`\`\nBetter:\n\`\`\`latex\n${method}\n\`\`\``,
    `\`\`\`latex\n${method}\n\`\`\`\nI left out\n\`\`\`\n${results}\n\`\`\`\nand\n\`\`\`latex\n\\x\n\`\`\``,
    `\`\`\`latex\n\\section{Method}\n\\label{sec:method}\n${method}\n\`\`\``,
  ])
    assert.equal(drafted(answer), method, answer);
  assert.match(drafted(`\`\`\`latex\n${results}\n\`\`\`\nBetter:\n\`\`\`latex\n${method}`), /never closed/);
  assert.match(drafted('No fence at all.'), /no ```latex fence/);
});

test('a block for the paper as a whole is applied where its old lines stand', () => {
  for (const name of [
    'paper.tex',
    'main.tex',
    'latex/template.tex',
    './paper.tex',
    'sections/results.tex',
    'results.tex',
  ])
    assert.deepEqual(
      fixed(`${name}\n\`\`\`latex\n${higher}\n\`\`\``),
      { round: 1, sections: { results: changed } },
      name,
    );
  assert.match(
    fixed(`paper.tex\n${block('We used three seeds.', 'We used 3 seeds.')}`),
    /matches results\.tex, method\.tex/,
  );
  assert.match(fixed(`paper.tex\n${block('nowhere at all', 'x')}`), /not in/);
});

test('a block that repeats what the program sets is applied without it', () => {
  const heading = '\\section{Results}\\label{sec:results}';
  for (const [head, newHead] of [
    [`${heading}\n`, `${heading}\n`],
    ['\\section{Results}\n\\label{sec:results}\n', '\\section{Our Results}\n\\label{sec:results}\n'],
    [heading, heading],
  ] as const) {
    const [first] = results.split('\n');
    const answer = `results.tex\n${block(`${head}${first}`, `${newHead}We find a lower loss.`)}`;
    assert.deepEqual(fixed(answer), {
      round: 1,
      sections: { results: results.replace('The loss is lower with dropout.', 'We find a lower loss.') },
    });
  }
});

test('a change to what is no section is left out and mentioned', () => {
  const answer = `results.tex\n${higher}\n\nreferences.bib\n${block('year = 2019', 'year = 2020')}`;
  assert.deepEqual(fixed(answer), { round: 1, sections: { results: changed }, skipped: ['references.bib'] });
});

test('equal halves say that all is right, and the paper goes on', () => {
  const same = 'We used three seeds, and this TODO is a name that we mean.';
  assert.deepEqual(
    fixed(`results.tex\n${block('The loss is lower with dropout.', 'The loss is lower with dropout.')}`),
    {
      round: 1,
      sections: {},
    },
  );
  const { simulator, asked } = openWriter({
    answers: {
      'writer.draft': (input) =>
        dataIn(input, 'section') === 'method'
          ? `\`\`\`latex\n${same}\n\`\`\``
          : '```latex\nThis is a section that says enough to be one.\n```',
      'writer.fix': () => `method.tex\n${block(same, same)}`,
    },
  });
  const { events } = simulator.run();
  assert.deepEqual(
    dataOf(events, 'answer.rejected').filter(({ key }) => key !== 'choose'),
    [],
  );
  assert.deepEqual(dataOf(events, 'paper.fixed'), [{ round: 1, sections: {} }]);
  assert.equal(asked.filter(({ step }) => step === 'writer.fix').length, 1);
  assert.match(dataOf(events, 'paper.compiled')[0].remaining.join(), /TODO/);
});
