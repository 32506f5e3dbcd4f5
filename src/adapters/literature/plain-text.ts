import { decodeHTMLStrict } from 'entities/decode';

/** Matches only tag syntax: `a < b` and `<x, y>` are text. */
const tagEnd = String.raw`(?:\s+[\w:-]+\s*=[^<>]{0,300})?\s*\/?>`;
const tag = new RegExp(String.raw`<\/?[a-z][a-z0-9]*(?::[a-z]+)?${tagEnd}`, 'gi');
/** Tags that print without a space between them. */
const inlineTag = new RegExp(
  String.raw`<\/?(?:[a-z]+:)?(?:i|b|em|strong|u|sub|sup|scp|sc|span|font|tt|italic|bold|mi|mn|mo|mrow|mtext)${tagEnd}`,
  'gi',
);

const accents: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  c: '\u0327',
};

const characters: Readonly<Record<string, string>> = {
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'i',
  j: 'j',
  ldots: '…',
  dots: '…',
  times: '×',
  pm: '±',
  to: '→',
  rightarrow: '→',
  infty: '∞',
  leq: '≤',
  le: '≤',
  geq: '≥',
  ge: '≥',
  sim: '∼',
  approx: '≈',
  cdot: '·',
  ell: 'ℓ',
  ...Object.fromEntries('log exp min max sin cos'.split(' ').map((name) => [name, name])),
  ...Object.fromEntries(
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'
      .split(' ')
      .map((name, index) => [name, [...'αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ'][index] ?? '']),
  ),
};

const hasTex = /\\[A-Za-z`'"^~=.#$%&_{]|\$(?=[^$]{0,400}\$)[^$]{0,400}[\\^_{]|\$[^$\s]{1,40}\$/;
const tex =
  /\\([`'^~=."])\s*\{?\\?([A-Za-z])\}?|\\([urHvc])(?:\s+|\{)\\?([A-Za-z])\}?|\\([#$%&_])|\\([A-Za-z]+)|[{}$\\]/g;

/** Converts TeX in arXiv titles (`Poincar\'e`, `$\alpha$-divergence`) to characters; removes other commands, keeps their arguments. */
const withoutTex = (text: string): string =>
  hasTex.test(text)
    ? text
        .replace(tex, (_, accent, under, wordAccent, wordUnder, escaped, name) => {
          if (name !== undefined) return characters[name] ?? '';
          const mark = accents[accent ?? wordAccent];
          return mark === undefined ? (escaped ?? '') : (under ?? wordUnder) + mark;
        })
        .normalize('NFC')
    : text;

/** Invisible and direction-changing characters: control, format, private-use and lone surrogates. */
const invisible = /(?!\s)[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/** Converts external text to one line without tags, references, TeX or invisible characters, up to a maximum length. */
export const plainText = (text: string, maximumLength: number): string => {
  const untagged = decodeHTMLStrict(text.slice(0, maximumLength * 8))
    .replace(inlineTag, '')
    .replace(tag, ' ');
  const line = withoutTex(untagged).replace(invisible, '').replace(/\s+/g, ' ').trim();
  if (line.length <= maximumLength) return line;
  return `${line
    .slice(0, maximumLength - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
};
