/**
 * OSC to its BEL or ST; DCS, SOS, PM and APC to their ST. Of an unterminated one only the introducer is removed, so
 * that it hides nothing.
 */
const controlString =
  '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0000-\\u001f\\u007f-\\u009f]*(?:\\u0007|\\u001b\\\\|\\u009c)';
const controlSequence = '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]';
const shortSequence = '\\u001b[ -/]*[0-~]';
const control = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]';
/** Terminal commands. Every alternative takes linear time: it ends at the first character that cannot belong to it. */
const commands = new RegExp([controlString, controlSequence, shortSequence, control].join('|'), 'g');

const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/g;

/** Scripts in which a joiner changes how letters are written. */
const joining = ['Arab', 'Syrc', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Khmr']
  .map((script) => `\\p{scx=${script}}`)
  .join('');
/** Invisible characters with a visible effect: emoji joiners, joiners between letters, variation selectors. */
const meaningful = [
  '(?<=\\p{ExtPict}[\\ufe0f\\u{1f3fb}-\\u{1f3ff}]?)\\u200d(?=\\p{ExtPict})',
  `(?<=[${joining}])[\\u200c\\u200d]`,
  '(?<=\\p{Emoji})[\\ufe0e\\ufe0f]',
  '(?<=\\p{scx=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  '(?<=\\p{scx=Mong})[\\u180b-\\u180d\\u180f]',
].join('|');
/** Bidirectional overrides, zero-width characters, fillers, tags: they hide or reorder text. */
export const invisible = new RegExp(`(?!${meaningful})[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb]`, 'gu');

const isHarmless = (text: string): boolean => /^[\n\t -~]*$/.test(text);

/**
 * Makes untrusted text safe for a terminal: removes commands and invisible characters. Line breaks of every kind become
 * `\n`, lone surrogates U+FFFD. Idempotent.
 */
export const cleanText = (text: string): string =>
  isHarmless(text) ? text : text.toWellFormed().replace(lineBreaks, '\n').replace(commands, '').replace(invisible, '');

/** Reviver for `JSON.parse` that cleans every text, applied to input from models and people before it is recorded. */
export const cleaning = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? cleanText(value) : value;
