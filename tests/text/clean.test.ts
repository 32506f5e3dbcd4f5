import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanText } from '../../src/events/clean.ts';
import { cleanLine, jsonText, plain } from '../../src/text/clean.ts';
import { cleanStyled, rowText } from '../../src/text/row.ts';
import { forbidden, hostile, hostileText, uncoloured } from '../support/hostile.ts';

const pieces = fc
  .array(fc.oneof(fc.constantFrom(...Object.values(hostile)), fc.string({ unit: 'binary' }), fc.constant('\u001b')))
  .map((parts) => parts.join(''));

test('nothing that a terminal obeys, hides or shows in another order is left of any text', () => {
  for (const [name, text] of Object.entries(hostile))
    assert.doesNotMatch(cleanText(text).replaceAll('\t', ''), forbidden, name);
  fc.assert(fc.property(pieces, (text) => !forbidden.test(cleanLine(text)) && !cleanLine(text).includes('\n')));
});

test('cleaning twice changes nothing', () => {
  fc.assert(fc.property(pieces, (text) => cleanText(cleanText(text)) === cleanText(text)));
});

test('a command goes with its text; one that does not end takes nothing with it', () => {
  const left = (name: keyof typeof hostile): string => cleanText(hostile[name] ?? '');
  assert.deepEqual(
    ['title', 'titleToSt', 'clipboard', 'dcs', 'apc', 'pm', 'sos', 'c1Osc', 'c1Dcs'].map(left),
    Array(9).fill(''),
  );
  assert.deepEqual(['erase', 'rgb', 'mode', 'reset', 'charset', 'c1Csi', 'c0'].map(left), Array(7).fill(''));
  assert.deepEqual([left('link'), left('colour'), left('unendedOsc')], ['link', 'red', '0;unended']);
  assert.deepEqual([left('brokenCsi'), left('nested')], ['12', '[2J']);
});

test('line breaks of every kind are line breaks; on one line they are spaces', () => {
  assert.equal(cleanText(hostile.separators ?? ''), 'one\ntwo\nthree\nfour');
  assert.deepEqual([cleanText('a\r\nb'), cleanText('10 %\r20 %')], ['a\nb', '10 %\n20 %']);
  assert.deepEqual([cleanLine('  a\tb\nc '), plain('  a\tb\nc ')], ['  a  b c ', 'a b c']);
});

test('what changes how characters are written stays', () => {
  for (const name of ['cjk', 'family', 'rainbow', 'flags', 'skin', 'keycap', 'textHeart', 'combining'] as const)
    assert.equal(cleanText(hostile[name] ?? ''), hostile[name]);
  for (const name of ['devanagari', 'persian', 'hebrew', 'hangul', 'halfwidth', 'thai'] as const)
    assert.equal(cleanText(hostile[name] ?? ''), hostile[name]);
  assert.equal(cleanText('葛\u{e0100}城'), '葛\u{e0100}城');
  assert.equal(cleanText('a\u{e0100}\ufe0f'), 'a');
  assert.equal(cleanText('\ud83d and \ude00'), '\ufffd and \ufffd');
});

test('cleaning takes a time that grows with the length of the text alone', () => {
  const length = 200_000;
  for (const piece of [
    '\u001b]',
    '\u001b[',
    '\u001bP',
    '\u009d',
    '\u001b]0;',
    '\u200d',
    '\u001b[1;',
    '\ufe0f',
    '👩\u200d',
  ]) {
    const text = piece.repeat(length / piece.length);
    assert.doesNotMatch(cleanLine(text), forbidden);
    assert.doesNotMatch(cleanLine(`\u001b]${text}x`), forbidden);
  }
  assert.equal(cleanText(`\u001b]${'x'.repeat(length)}`).length, length);
});

test('a row has our own colours and no others, and passes through as it is', () => {
  const line = rowText([[hostileText, 'red'], [hostileText], [hostileText, 'bold']], 10_000, true);
  const codes = line.split('\u001b').slice(1);
  assert.deepEqual(
    codes.map((part) => part.slice(0, part.indexOf('m') + 1)),
    ['[31m', '[0m', '[1m', '[0m'],
  );
  assert.doesNotMatch(uncoloured(line), forbidden);
  assert.equal(cleanStyled(line), line);
  assert.equal(
    cleanStyled('\u001b[5mblink\u001b[31mred\u001b[38;5;1m\u001b[0m\u001b[2J\u202e'),
    'blink\u001b[31mred\u001b[0m',
  );
});

test('JSON says the same, in characters that a terminal neither obeys nor hides', () => {
  const value = { [hostileText]: [hostileText, { deep: Object.values(hostile) }], none: undefined, many: [1, null] };
  for (const text of [jsonText(value), jsonText(value, 2)]) {
    assert.doesNotMatch(text, forbidden);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
  }
  assert.equal(jsonText('\u202e\u009b\u{e0041}😀'), String.raw`"\u202e\u009b\udb40\udc41😀"`);
});
