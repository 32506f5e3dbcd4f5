/** OSC to its BEL or ST; DCS, SOS, PM and APC to their ST. One without an end loses only its beginning: it hides nothing. */
const controlString =
  '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0000-\\u001f\\u007f-\\u009f]*(?:\\u0007|\\u001b\\\\|\\u009c)';
const controlSequence = '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]';
const shortSequence = '\\u001b[ -/]*[0-~]';
const control = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]';
/** What a terminal would obey. Every alternative is linear: it ends at the first character that cannot belong to it. */
const commands = new RegExp([controlString, controlSequence, shortSequence, control].join('|'), 'g');

const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/g;

/** Scripts in which a joiner changes how letters are written. */
const joining = ['Arab', 'Syrc', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Khmr']
  .map((script) => `\\p{scx=${script}}`)
  .join('');
/** Invisible characters that change what is seen: emoji with joiners, letters that join or do not, variants of a character. */
const meaningful = [
  '(?<=\\p{ExtPict}[\\ufe0f\\u{1f3fb}-\\u{1f3ff}]?)\\u200d(?=\\p{ExtPict})',
  `(?<=[${joining}])[\\u200c\\u200d]`,
  '(?<=\\p{Emoji})[\\ufe0e\\ufe0f]',
  '(?<=\\p{scx=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  '(?<=\\p{scx=Mong})[\\u180b-\\u180d\\u180f]',
].join('|');
/** Bidirectional overrides, zero-width characters, fillers, tags: they hide text, or show it in another order. */
export const invisible = new RegExp(`(?!${meaningful})[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb]`, 'gu');

const isHarmless = (text: string): boolean => /^[\n\t -~]*$/.test(text);

/**
 * Text of anybody as a terminal may have it: without commands and without invisible characters. Line breaks of every kind
 * become `\n`, halves of a character U+FFFD. Cleaning twice changes nothing.
 */
export const cleanText = (text: string): string =>
  isHarmless(text) ? text : text.toWellFormed().replace(lineBreaks, '\n').replace(commands, '').replace(invisible, '');

/** For `JSON.parse`: every text of a value cleaned, as what a model or a person gives is before it is recorded. */
export const cleaning = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? cleanText(value) : value;
