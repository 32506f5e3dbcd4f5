import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseXml, XmlError } from '../../../src/adapters/literature/arxiv/xml.ts';
import { abstractOf } from '../../../src/adapters/literature/openalex/inverted-index.ts';
import { plainText } from '../../../src/adapters/literature/plain-text.ts';

test('elements, attributes and text are read as they are meant', () => {
  const root = parseXml(
    '\ufeff<?xml version="1.0"?>\n<!-- a <b> -->\n<feed xmlns="x">\n' +
      `<a:entry one="1 &lt; 2" two='"'><title>A &amp; B &#233;&#xE9;<![CDATA[ <i>&amp;</i>]]><!-- - --> end</title><br/></a:entry></feed>\n`,
  );
  assert.equal(root.name, 'feed');
  const [entry] = root.children;
  assert.deepEqual([entry?.name, entry?.attributes], ['entry', { one: '1 < 2', two: '"' }]);
  assert.equal(entry?.children[0]?.text, 'A & B éé <i>&amp;</i> end');
  assert.deepEqual(entry?.children[1], { name: 'br', attributes: {}, children: [], text: '' });
});

const malformed: Readonly<Record<string, string>> = {
  'nothing at all': ' \n',
  'text alone': 'Rate exceeded.',
  'an element that is never closed': '<a><b></b>',
  'a cut in a tag': '<a><b',
  'a cut in a comment': '<a><!-- x',
  'a wrong end': '<a><b></a></b>',
  'an end without a beginning': '<a></a></b>',
  'two roots': '<a/><b/>',
  'text after the root': '<a/>x',
  'an unknown entity': '<a>&nbsp;</a>',
  'a bare ampersand': '<a>R & D</a>',
  'a forbidden character': '<a>&#0;</a>',
  'a lone surrogate': '<a>&#xD800;</a>',
  'a character beyond Unicode': '<a>&#x110000;</a>',
  'an attribute without quotes': '<a b=c></a>',
  'a document type that defines entities': '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
  'a page for people': '<!DOCTYPE html><html><body><p>Down<br></body></html>',
  'names of members of objects as entities': '<a>&constructor;</a>',
  'an abyss': '<a>'.repeat(60) + '</a>'.repeat(60),
};

for (const [what, text] of Object.entries(malformed)) {
  test(`refused as XML: ${what}`, () => assert.throws(() => parseXml(text), XmlError));
}

test('whatever is read, it ends with a document or with a refusal', () => {
  const piece = fc.constantFrom(
    '<a>',
    '</a>',
    '<a x="1">',
    '<b/>',
    '&amp;',
    '&',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?x?>',
    ' x ',
    '"',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 20 }), (pieces) => {
      try {
        assert.equal(typeof parseXml(pieces.join('')).text, 'string');
      } catch (error) {
        assert.ok(error instanceof XmlError, String(error));
      }
    }),
    { numRuns: 3000 },
  );
});

test('text that is escaped comes back, and large documents take no time', () => {
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) =>
      assert.equal(parseXml(`<a>${escaped(text)}</a>`).text, text),
    ),
  );
  const begun = performance.now();
  parseXml(`<a>${'<b c="d">text &amp; <i>more</i></b>'.repeat(50_000)}</a>`);
  for (const open of ['<!--', '<![CDATA[', '<a ', '<a b="', '&', '<?'])
    assert.throws(() => parseXml(`<a>${open.repeat(100_000)}`), XmlError);
  assert.ok(performance.now() - begun < 10_000);
});

test('titles and abstracts of others become plain text', () => {
  const cases: Readonly<Record<string, string>> = {
    'H<sub>2</sub>O and <i>in vivo</i>': 'H2O and in vivo',
    '<jats:p>One.</jats:p><jats:p>Two.</jats:p>': 'One. Two.',
    '&lt;i&gt;E. coli&lt;/i&gt; &amp; others': 'E. coli & others',
    'if a < b and c > d': 'if a < b and c > d',
    '<mml:math xmlns:mml="x"><mml:mi>x</mml:mi></mml:math>-ray': 'x -ray',
    'Poincar\\\'e and Schr{\\"o}dinger, \\v{C}ech, Erd\\H{o}s': 'Poincaré and Schrödinger, Čech, Erdős',
    'An $\\alpha$-divergence in $\\mathcal{O}(\\log n)$ of $x_1$': 'An α-divergence in O(log n) of x_1',
    'It costs $5, not $6, or 5\\% of R\\&D': 'It costs 5, not 6, or 5% of R&D',
    'It costs $5 and no more': 'It costs $5 and no more',
    'one\r\n  two\tthree\u0000\u202e\u200b four': 'one two three four',
    'half \ud83d a pair': 'half a pair',
    '&#x41;&#66;&unknown;&#0;': 'AB&unknown;\ufffd',
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(plainText(text, 100), expected);
  assert.equal(plainText('word '.repeat(100), 20), 'word word word word…');
  assert.equal(plainText('🦜'.repeat(50), 10), '🦜🦜🦜🦜…');
});

test('any text becomes one bounded line without anything invisible', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (text, length) => {
      const line = plainText(text, length);
      assert.ok(line.length <= length);
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]|^\s|\s$|\s\s/u);
    }),
    { numRuns: 2000 },
  );
});

test('an abstract comes back from its inverted index', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^\S{1,8}$/), { minLength: 1, maxLength: 60 }), (words) => {
      const index: Record<string, number[]> = Object.create(null);
      words.forEach((word, position) => {
        index[word] = [...(index[word] ?? []), position];
      });
      assert.equal(abstractOf({ ...index }), words.join(' '));
    }),
  );
  for (const none of [null, undefined, 'text', ['a'], {}, { a: 'b' }, { a: [-1, 0.5, 1e12] }])
    assert.equal(abstractOf(none), null);
});
