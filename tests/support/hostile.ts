/** Texts that a model, an experiment or a paper may contain, and that a terminal would obey, hide or reorder. */
export const hostile: Readonly<Record<string, string>> = {
  title: '\u001b]0;title\u0007',
  titleToSt: '\u001b]0;title\u001b\\',
  link: '\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\',
  clipboard: '\u001b]52;c;aGk=\u0007',
  unendedOsc: '\u001b]0;unended',
  erase: '\u001b[2J\u001b[H',
  colour: '\u001b[31mred\u001b[0m',
  rgb: '\u001b[38;2;1;2;3m',
  mode: '\u001b[?1049h',
  brokenCsi: '\u001b[12',
  dcs: '\u001bP$q"p\u001b\\',
  apc: '\u001b_hidden\u001b\\',
  pm: '\u001b^hidden\u001b\\',
  sos: '\u001bXhidden\u001b\\',
  reset: '\u001bc',
  charset: '\u001b(0',
  nested: '\u001b\u001b[31m[2J',
  c1Csi: '\u009b2J',
  c1Osc: '\u009d0;title\u009c',
  c1Dcs: '\u0090q\u009c',
  c0: '\u0000\u0007\b\u000b\f\u000e\u000f\u0011\u007f',
  c1: Array.from({ length: 32 }, (_, index) => String.fromCharCode(0x80 + index)).join(''),
  overwrite: 'seen\rhidden',
  crlf: 'one\r\ntwo',
  separators: 'one\u2028two\u2029three\u0085four',
  bidi: 'user\u202e txt.exe\u202c \u202a\u202b\u202d',
  isolates: '\u2066a\u2067b\u2068c\u2069',
  marks: '\u200ea\u200fb\u061cc',
  zeroWidth: 'a\u200bb\u2060c\ufeffd\u00ade\u180ef',
  strayJoiners: 'a\u200db\u200cc',
  tags: 'a\u{e0001}\u{e0041}\u{e007f}',
  flagOfTags: '\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}',
  selectors: `a${'\ufe01\ufe0f\u{e0100}'.repeat(5)}`,
  fillers: 'a\u3164b\uffa0c\u115fd',
  annotation: '\ufff9a\ufffab\ufffb',
  loneHigh: 'a\ud83d',
  loneLow: '\ude00a',
  cjk: '深層学習における損失の曲線',
  family: '👩‍👩‍👧‍👦 family',
  rainbow: '🏳️‍🌈 flag',
  flags: '🇩🇪🇯🇵 flags',
  oddFlag: '🇩 alone',
  skin: '👍🏽 up',
  keycap: '1️⃣ one',
  textHeart: '❤︎❤️',
  combining: 'e\u0301\u0323 Z̸̡̛a͓l̶go',
  devanagari: 'क्‍ष क्‌ष',
  persian: 'می‌خواهم',
  hebrew: 'שלום',
  hangul: '한글 한글',
  halfwidth: 'ｶﾞｷﾞ',
  thai: 'การเรียนรู้',
  tab: 'a\tb',
};

export const hostileText: string = Object.values(hostile).join(' ');

/** Must not reach a terminal: control characters except line breaks, and characters that hide or reorder text. */
export const forbidden = new RegExp(
  [
    '[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f]',
    '[\\u00ad\\u061c\\u115f\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f]',
    '[\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}\\ud800-\\udfff]',
  ].join('|'),
  'u',
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: matches the program's own control sequences
const ownColours = /\u001b\[(?:[012]|3[12346])m/g;

/** A line without the program's own colours. */
export const uncoloured = (line: string): string => line.replace(ownColours, '');
