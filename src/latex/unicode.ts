/** Characters in models' prose that pdfLaTeX does not support, and their LaTeX forms in text and mathematics. */
const math = (command: string): string => `\\ensuremath{\\${command}}`;

const greek = Object.fromEntries(
  [...'αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ'].map((letter, index) => [
    letter,
    math(
      'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'.split(
        ' ',
      )[index] ?? '',
    ),
  ]),
);

const replacements: Readonly<Record<string, string>> = {
  ...greek,
  '\u00a0': '~',
  '\u2009': '\\,',
  '\u202f': '\\,',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '--',
  '–': '--',
  '—': '---',
  '‘': '`',
  '’': "'",
  '“': '``',
  '”': "''",
  '„': '``',
  '…': '\\ldots{}',
  '•': math('bullet'),
  '·': math('cdot'),
  '×': math('times'),
  '÷': math('div'),
  '±': math('pm'),
  '−': '\\ensuremath{-}',
  '≈': math('approx'),
  '≠': math('neq'),
  '≤': math('leq'),
  '≥': math('geq'),
  '≪': math('ll'),
  '≫': math('gg'),
  '→': math('rightarrow'),
  '←': math('leftarrow'),
  '↔': math('leftrightarrow'),
  '⇒': math('Rightarrow'),
  '↑': math('uparrow'),
  '↓': math('downarrow'),
  '∈': math('in'),
  '∑': math('sum'),
  '∏': math('prod'),
  '∫': math('int'),
  '√': math('surd'),
  '∞': math('infty'),
  '∂': math('partial'),
  '∇': math('nabla'),
  '∼': math('sim'),
  '∝': math('propto'),
  '∥': math('parallel'),
  ℝ: math('mathbb{R}'),
  ℓ: math('ell'),
  ϵ: math('epsilon'),
  ς: math('varsigma'),
  µ: math('mu'),
  '°': '\\ensuremath{^{\\circ}}',
  '²': '\\ensuremath{^{2}}',
  '³': '\\ensuremath{^{3}}',
  '¹': '\\ensuremath{^{1}}',
  '½': '1/2',
  '¼': '1/4',
  '§': '\\S{}',
  '©': '\\copyright{}',
  '®': '\\textsuperscript{R}',
  '™': '\\textsuperscript{TM}',
  '†': '\\dag{}',
  '‡': '\\ddag{}',
  '€': 'EUR',
  '£': '\\pounds{}',
  '«': '``',
  '»': "''",
  ß: '\\ss{}',
  æ: '\\ae{}',
  Æ: '\\AE{}',
  œ: '\\oe{}',
  Œ: '\\OE{}',
  ø: '\\o{}',
  Ø: '\\O{}',
  å: '\\aa{}',
  Å: '\\AA{}',
  ł: '\\l{}',
  Ł: '\\L{}',
  ı: '\\i{}',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  þ: 'th',
  '¿': '?`',
  '¡': '!`',
};

const accents: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': "'",
  '\u0302': '^',
  '\u0303': '~',
  '\u0304': '=',
  '\u0306': 'u',
  '\u0307': '.',
  '\u0308': '"',
  '\u030a': 'r',
  '\u030b': 'H',
  '\u030c': 'v',
  '\u0327': 'c',
};

const accented = /([A-Za-z])([\u0300-\u036f]+)/g;
const invisible = /[\p{Cf}\p{Cc}]/gu;

/** Replaces what has a LaTeX form; leaves the rest, which `unknownCharacters` then finds. */
export const plainCharacters = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(invisible, (character) => (/[\n\t]/.test(character) ? character : ''))
    .replace(/[^\n\t\x20-\x7e]/gu, (character) => replacements[character] ?? character)
    .normalize('NFD')
    .replace(accented, (_, letter: string, marks: string) => {
      const accent = accents[marks[0] ?? ''];
      if (accent === undefined) return letter;
      return `{\\${accent}${/[a-zA-Z]/.test(accent) ? ' ' : ''}${letter}}`;
    })
    .normalize('NFC');

export const unknownCharacters = (text: string): readonly string[] => [
  ...new Set([...text].filter((character) => !/[\n\t\x20-\x7e]/.test(character))),
];

export const withoutUnknownCharacters = (text: string, instead = ''): string =>
  text.replace(/[^\n\t\x20-\x7e]/gu, instead);
