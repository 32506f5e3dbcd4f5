/** A writing system whose letters pdfTeX has no fonts for. */
export type Script = {
  /** ISO 15924, in lower case: by it the shaping of letters is chosen. */
  readonly tag: string;
  /** Files of fonts, the best first; `(2)` is the third font of a collection. */
  readonly fonts: readonly string[];
  readonly isRightToLeft: boolean;
  /** A line may end between any two letters. */
  readonly breaksAnywhere: boolean;
};

/** Names in Unicode, and tags: Debian's fonts-noto-core has a font for each. */
const tags = `Greek grek Cyrillic cyrl Armenian armn Georgian geor Hebrew hebr Arabic arab Syriac syrc Thaana thaa
  Devanagari deva Bengali beng Gurmukhi guru Gujarati gujr Oriya orya Tamil taml Telugu telu Kannada knda Malayalam mlym
  Sinhala sinh Thai thai Lao laoo Tibetan tibt Myanmar mymr Khmer khmr Ethiopic ethi Cherokee cher Mongolian mong`.split(
  /\s+/,
);

const rightToLeft = /^(?:hebr|arab|syrc|thaa)$/;
const common = ['DejaVuSerif.ttf', 'DejaVuSans.ttf'];

const fontsOf = (name: string, tag: string): readonly string[] => {
  if (tag === 'grek' || tag === 'cyrl') return ['NotoSerif-Regular.ttf', 'NotoSans-Regular.ttf', ...common];
  const own = [`NotoSerif${name}-Regular.ttf`, `NotoSans${name}-Regular.ttf`, ...common];
  return tag === 'arab' ? ['NotoNaskhArabic-Regular.ttf', ...own] : own;
};

/** Chinese, Japanese and Korean are mixed in one text and have one font. */
const eastAsian: Script = {
  tag: 'hani',
  fonts: [
    ...[
      'NotoSerifCJK-Regular.ttc(2)',
      'NotoSansCJK-Regular.ttc(2)',
      'DroidSansFallbackFull.ttf',
      'wqy-microhei.ttc(0)',
    ],
    ...['unifont.otf', 'unifont.ttf'],
  ],
  isRightToLeft: false,
  breaksAnywhere: true,
};

/** Signs that several scripts share belong to the first of them here. */
const named = [
  {
    script: eastAsian,
    pattern: /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]/u,
  },
  ...tags.flatMap((name, at) => {
    const tag = tags[at + 1];
    if (at % 2 === 1 || tag === undefined) return [];
    const script: Script = {
      tag,
      fonts: fontsOf(name, tag),
      isRightToLeft: rightToLeft.test(tag),
      breaksAnywhere: false,
    };
    return [{ script, pattern: new RegExp(`\\p{Script_Extensions=${name}}`, 'u') }];
  }),
];

/** Symbols, and letters of scripts that have no line of their own. */
const others: Script = {
  tag: 'dflt',
  fonts: [
    ...['NotoSerif-Regular.ttf', ...common, 'NotoSansSymbols2-Regular.ttf', 'NotoSansSymbols-Regular.ttf'],
    'NotoSansMath-Regular.ttf',
  ],
  isRightToLeft: false,
  breaksAnywhere: false,
};

export const scriptOf = (character: string): Script =>
  named.find(({ pattern }) => pattern.test(character))?.script ?? others;

/** Recognizes letters, marks and signs that belong to certain scripts, in contrast to symbols, which any text can have. */
export const isOfScript = (character: string): boolean =>
  /[\p{L}\p{M}]/u.test(character) || !/[\p{scx=Zyyy}\p{scx=Zinh}\p{Co}]/u.test(character);
