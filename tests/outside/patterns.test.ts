import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { normaliseResults } from '../../src/machines/kit/results.ts';
import { attackText, nameOf, patternsInSource, type Verdicts, verdictsFile } from '../support/patterns.ts';

const patterns = await patternsInSource();
const verdicts = JSON.parse(await readFile(verdictsFile, 'utf8')) as Verdicts;

/** Texts for which patterns of this project once took quadratic time, and repeated parts of hostile texts. */
const pumps: readonly string[] = [
  ...[
    '"',
    "'",
    '\\',
    '{',
    '}',
    '[',
    '(',
    '<',
    '>',
    '$',
    '%',
    '`',
    ' ',
    '\t',
    '\n',
    '\r',
    '0',
    'a',
    '-',
    '_',
    '.',
    ',',
    '/',
  ],
  ...[
    '\\"',
    '\\\\"',
    '{"',
    '\n ',
    '\r\t',
    '\n\t',
    '1,',
    '0.',
    '$^',
    '<data',
    '<file name="a">\n',
    '<paper>',
    '</',
    '- ',
  ],
  ...[
    '\\ref(g',
    '\\ref{h',
    '\\pm\t',
    '\\cite{',
    '\\title[',
    '\\section{',
    '\\begin{figure}',
    '\\includegraphics{',
    '@0{{,\n\t',
  ],
  ...[
    '```\n',
    '<|channel|>g',
    'Label `d',
    "Citation `t' ",
    'Output written on \r',
    'max_k',
    'RTX- ',
    '}<YOUR',
    'N-----BEGIN PRIVATE KEY-----',
  ],
];
const length = 30_000;

/** Stops an expression that hangs; one that takes linear time needs milliseconds. */
const guardMs = 20_000;
const context = createContext({ text: '', pattern: /x/ });
const run = (body: string, flags: string, text: string): void => {
  Object.assign(context, { text, pattern: new RegExp(body, flags) });
  runInContext("text.replace(pattern, '')", context, { timeout: guardMs });
};

test('each regular expression that meets texts from outside has been judged: scripts/check-patterns.ts', () => {
  const unjudged = patterns.filter((pattern) => verdicts[nameOf(pattern)] === undefined);
  assert.deepEqual(unjudged, []);
  const names = new Set(patterns.map(nameOf));
  assert.deepEqual(
    Object.keys(verdicts).filter((name) => !names.has(name)),
    [],
    'verdicts on patterns that are gone',
  );
  assert.ok(patterns.length > 300, `only ${patterns.length} are found: the reading of the source is broken`);
});

test('none of them hangs on a hostile text, nor on the worst attack that is known of it', () => {
  const texts = pumps.map((pump) => pump.repeat(length / pump.length));
  for (const pattern of patterns) {
    const verdict = verdicts[nameOf(pattern)];
    const worst = verdict === undefined || verdict === 'safe' ? [] : [attackText(verdict)];
    for (const text of [...texts, ...worst])
      assert.doesNotThrow(() => run(pattern.body, pattern.flags, text), `${pattern.place}: ${nameOf(pattern)}`);
  }
});

test('endless quotes and backslashes in results are reported as invalid JSON', () => {
  for (const pump of ['"', '\\"', '"\\', 'nfinity\\"\\', '"NaN'])
    assert.match(JSON.stringify(normaliseResults(`{"${pump.repeat(96_000 / pump.length)}`)), /is not JSON/);
});
