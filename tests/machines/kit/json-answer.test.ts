import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as z from 'zod';
import { reviewAnswerSchema } from '../../../src/events/vocabulary/review-form.ts';
import { withTexCommands } from '../../../src/machines/kit/json/tex.ts';
import { parseJsonAnswer } from '../../../src/machines/kit/json-answer.ts';

const said = z.object({ text: z.string() });

const textOf = (json: string): unknown => {
  const read = parseJsonAnswer(json, said);
  return 'value' in read ? read.value.text : read.complaint;
};

/** What stands in the file, so that `\n` is two characters. */
const written = (text: string): string => `{"text": "${text}"}`;

const raw = String.raw;

test('commands of TeX survive in JSON, whether or not they begin like an escape', () => {
  const survive = [
    raw`The role of $\beta$ in \frac{2}{3} is unclear, \text{see} \nu`,
    raw`\alpha, \bar{x}, \forall x, x \neq y, $\tau$, \theta_1, \underline{so}, \rho, \times, \upsilon`,
    raw`$\nu=\theta\nu$ and $x\ne y$, $x\to 0$, $\tan x$, $\top$, \nabla_\theta L, \right), \rangle`,
    raw`\nu, \(x \ne y\) and (\nu)`,
    raw`95\% of \_all\_ \{a\}, \$5 and \#3, \, \; \! \quad \(x\)`,
    raw`Schr{\"o}dinger`.replace('"', "'"),
    raw`M\'endez, \'{e}, \~n, \^o, \c{c}, \v{s}, \b{a}`,
    raw`\begin{align} \boldsymbol{x} & \bm{y} \\ \frac{a}{b} \\\hline \end{align}`,
    raw`$a \\ b$ and \sum`,
    raw`\textbf{bold} \texttt{code} \title{x} \ref{fig:a} \newline \noindent \normalsize \tiny \tfrac12`,
  ];
  for (const text of survive) assert.equal(textOf(written(text)), text);
});

test('an umlaut in front of a letter is no end of a string', () => {
  assert.equal(textOf(written(raw`print(f\"about {x}\")`)), 'print(f"about {x}")');
  assert.equal(textOf(written(raw`Schr\"odinger, and the \"agents\" of it`)), 'Schr\\"odinger, and the "agents" of it');
});

test('escapes of JSON stay escapes', () => {
  const cases: readonly (readonly [string, string])[] = [
    [raw`First.\nThe second.\n\nnumbers\nnew\nunder\nThen`, 'First.\nThe second.\n\nnumbers\nnew\nunder\nThen'],
    [raw`a\tb\tthe\tan apple\r\nnot\rThe`, 'a\tb\tthe\tan apple\nnot\nThe'],
    [raw`x = 1\nu = 2\ne = 3\ni = 0`, 'x = 1\nu = 2\ne = 3\ni = 0'],
    [raw`it\'s, we\'re, \'so\' and 2\*3`, "it's, we're, 'so' and 2*3"],
    [raw`é 中 \"so\" a\/b`, 'é 中 "so" a/b'],
    [raw`\\frac{1}{2} \\nu, then\nu and\nless`, '\\frac{1}{2} \\nu, then\nu and\nless'],
    [raw`C:\\new\\table`, 'C:\\new\\table'],
  ];
  for (const [given, text] of cases) assert.equal(textOf(written(given)), text);
});

const word = fc.constantFrom(
  ...[
    'the',
    'rate',
    'nu',
    'u',
    'then',
    'New',
    'text',
    'not',
    'Run',
    '12',
    '$x$',
    '(a)',
    '95 %',
    'less',
    'e.g.',
    '"so"',
  ],
  ...[
    raw`\frac{1}{2}`,
    raw`\nu`,
    raw`$\beta_1$`,
    raw`\text{so}`,
    raw`\neq`,
    raw`\underline{x}`,
    raw`\to`,
    raw`\%`,
    raw`\\`,
  ],
);
const gap = fc.constantFrom(' ', '\n', '\n\n', '. ', ', ');

test('whatever is escaped as JSON asks for is read as it was meant', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, gap), { maxLength: 20 }), (pairs) => {
      const text = pairs.flat().join('');
      assert.equal(textOf(JSON.stringify({ text })), text);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('b', ' ', '\n', '"', '{', '$', '.', '\\\\', 'nu', "'", '/'), { maxLength: 30 }),
      (parts) => {
        const text = parts.join('');
        assert.equal(textOf(JSON.stringify({ text })), text);
      },
    ),
  );
});

test('commands that nobody has doubled are all there afterwards, and nothing that a reader cannot see', () => {
  const command = fc.constantFrom(
    ...[
      raw`\frac{1}{2}`,
      raw`\beta`,
      raw`\alpha`,
      raw`\nabla`,
      raw`\rho`,
      raw`\theta`,
      raw`\bar{x}`,
      raw`\forall`,
      raw`\neq`,
    ],
    ...[
      raw`\tau`,
      raw`\underline{x}`,
      raw`\times`,
      raw`\right`,
      raw`\boldsymbol{x}`,
      raw`\url{a}`,
      raw`\%`,
      raw`\text{x}`,
    ],
  );
  const plain = fc.constantFrom('the rate', 'x', '$', 'of 3.5', 'where', ',');
  fc.assert(
    fc.property(fc.array(fc.oneof(command, plain), { maxLength: 12 }), (parts) => {
      const text = parts.join(' ');
      assert.equal(textOf(written(text)), text);
      assert.equal(textOf(`{"text": "${text}",}`), text, 'in JSON that needs a repair as well');
    }),
    { numRuns: 1000 },
  );
});

test('the doubling is done once', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\\', 'n', 'u', '"', '$', 'f', ' ', 'a', '0') }), (text) => {
      const once = withTexCommands(text);
      assert.ok(once.length <= 2 * text.length + 1);
      assert.equal(once.replaceAll('\\', ''), text.replaceAll('\\', ''));
    }),
  );
});

const idea = z.object({ name: z.string(), title: z.string(), score: z.number(), kept: z.boolean(), count: z.int() });
const value = { name: 'wide', title: 'Wide Nets', score: 7, kept: true, count: 3 };
const json = JSON.stringify(value);

const forms: Readonly<Record<string, string>> = {
  'a fence': `Here it is.\n\`\`\`json\n${json}\n\`\`\`\nThat is all.`,
  'a tilde fence': `~~~json\n${json}\n~~~`,
  'a fence without a label': `\`\`\`\n${json}\n\`\`\``,
  'a draft before it': `\`\`\`json\n{"name": "draft"}\n\`\`\`\nNo:\n\`\`\`json\n${json}\n\`\`\``,
  'an object for a draft': `${json.replace('wide', 'draft')}\nBetter:\n${json}`,
  'an array of one': `[${json}]`,
  'an array in an array': `[[${json}]]`,
  'a wrapper': `{"answer": ${json}}`,
  'wrappers with more': `{"status": "ok", "thought": "{x}", "result": [{"idea": ${json}}]}`,
  capitals: '{"Name": "wide", "TITLE": "Wide Nets", "Score": 7, "Kept": true, "Count": 3}',
  'numbers as text': '{"name": "wide", "title": "Wide Nets", "score": "7", "kept": "yes", "count": " 3 "}',
  'a number of a scale': '{"name": "wide", "title": "Wide Nets", "score": "7/10", "kept": "true", "count": "3"}',
  'braces behind': `${json}\nWhere {x} is a set, and so is {"y"} or [1].`,
  'braces before': `With {x} in [0, 1] and a single { I say:\n${json}`,
  'a brace that stays open behind': `${json}\nThe set {a, b`,
  'an empty object behind': `${json}\n{}`,
  'a byte-order mark': `\ufeff${json}`,
  'a byte-order mark in the fence': `\`\`\`json\n\ufeff${json}\n\`\`\``,
  'a comma too many': `${json.slice(0, -1)},}`,
  'names with marks': json.replace('title', 'ti\\\\_tle'),
  'a text around it': JSON.stringify(json),
};

for (const [form, answer] of Object.entries(forms))
  test(`JSON is found and read in the form it has: ${form}`, () => {
    assert.deepEqual(parseJsonAnswer(answer, idea), { value });
  });

test('names are one whether they are written in snake case, in camel case or in words', () => {
  const schema = z.object({ learning_rate: z.number(), maxSteps: z.number() });
  for (const answer of ['{"learningRate": 1, "max_steps": 2}', '{"Learning Rate": "1", "Max Steps": 2}'])
    assert.deepEqual(parseJsonAnswer(answer, schema), { value: { learning_rate: 1, maxSteps: 2 } });
});

test('a name that is there keeps its value, whatever stands under its kin', () => {
  assert.deepEqual(parseJsonAnswer('{"Text": "other", "text": "own"}', said), { value: { text: 'own' } });
});

test('a list of texts where a list of objects with one field was asked for, and one object for a list', () => {
  const plan = z.object({ runs: z.array(z.object({ description: z.string() })).min(1) });
  const wanted = { value: { runs: [{ description: 'wider' }] } };
  for (const answer of [
    '{"runs": ["wider"]}',
    '{"runs": {"description": "wider"}}',
    '{"plan": {"Runs": [{"Description": "wider"}]}}',
  ])
    assert.deepEqual(parseJsonAnswer(answer, plan), wanted);
});

test('what cannot be meant is no value', () => {
  for (const answer of [
    '{"name": "wide", "title": "Wide Nets", "score": "about 7", "kept": true, "count": 3}',
    '{"name": "wide", "title": "Wide Nets", "score": 7, "kept": "perhaps", "count": 3}',
    `[${json}, ${json}]`.replace('"count":3', '"count":3.5'),
    '{"a": {"b": {"c": {"d": {"e": 1}}}}}',
    'nothing',
  ])
    assert.ok('complaint' in parseJsonAnswer(answer, idea), answer);
});

test('the complaint is about the object that was meant', () => {
  const read = parseJsonAnswer('{"name": "wide", "title": "x", "score": "high"}\nSo be it: {"set": 1}', idea);
  assert.match('complaint' in read ? read.complaint : '', /score: /);
});

test('values keep the type that a form of several types allows', () => {
  const schema = z.object({
    either: z.union([z.number(), z.string()]),
    open: z.unknown(),
    none: z.string().nullable(),
  });
  assert.deepEqual(parseJsonAnswer('{"either": 5, "open": "5", "none": null}', schema), {
    value: { either: 5, open: '5', none: null },
  });
});

test('a review is read in the form that models give it', () => {
  const review = {
    Summary: raw`It says \frac{1}{2}`,
    Strengths: '- one\n- two',
    Weaknesses: [raw`\beta`],
    Questions: null,
    Limitations: [],
    'Ethical Concerns': 'None',
    ethicalConcernsReason: '',
    ...Object.fromEntries(
      [
        'Originality',
        'Quality',
        'Clarity',
        'Significance',
        'Soundness',
        'Presentation',
        'Contribution',
        'Confidence',
      ].map((name) => [name, '3: fair']),
    ),
    Overall: '7/10',
    Decision: 'weak accept',
  };
  const text = `I weigh {this}.\n{"review": ${JSON.stringify(review).replaceAll('\\\\', '\\')}}`;
  const read = parseJsonAnswer(text, reviewAnswerSchema);
  assert.ok('value' in read, 'complaint' in read ? read.complaint : '');
  assert.deepEqual([read.value.summary, read.value.strengths], [raw`It says \frac{1}{2}`, ['one', 'two']]);
  assert.deepEqual([read.value.weaknesses, read.value.overall, read.value.decision], [[raw`\beta`], 7, 'Accept']);
});

test('answers that are all openings are looked through in linear time', () => {
  for (const piece of ['{"', '[[', '{"a":', '"', '\\', '\\n', '$', '```json\n', '{"a":1}', '\\nu '])
    assert.ok('complaint' in parseJsonAnswer(piece.repeat(90_000 / piece.length), idea));
});
