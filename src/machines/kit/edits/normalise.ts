import { fenceInfo } from './fences.ts';

const openerLine = /^[ \t>]*(?:<{5,}|-{5,}[ \t]*SEARCH\b)/m;
const openerWithinLine = /(?<!<)<{5,}[ \t]{0,40}SEARCH\b[^\n]{0,200}?\\n/;
const gluedOpener = /^([ \t]*(?:`{3,}|~{3,})\w*)[ \t]*(<{5,}[ \t]*SEARCH\b)/gm;
/** Zero-width space, word joiner and byte order mark; and the no-break space, which Python rejects. */
const invisible = /[\u200b\u2060\ufeff]/g;
const hardSpace = /\u00a0/g;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '', t: '\t', '"': '"', "'": "'", '\\': '\\' };

const hasNone = (texts: readonly string[], pattern: RegExp): boolean => texts.every((text) => text.search(pattern) < 0);

/** True if every line is quoted as in an email. */
const isQuoted = (text: string): boolean =>
  text.split('\n').every((line) => /^>(?: |$)/.test(line) || line.trim() === '' || fenceInfo(line) !== undefined);

/**
 * Undoes distortions of an answer: other line endings, quoting, line breaks written as `\n`, invisible characters.
 * Invisible characters that a file itself contains are kept.
 */
export const normaliseAnswer = (answer: string, texts: readonly string[]): string => {
  let text = answer.replaceAll('\r\n', '\n');
  if (!text.includes('\n')) text = text.replaceAll('\r', '\n');
  if (hasNone(texts, invisible)) text = text.replace(invisible, '');
  if (hasNone(texts, hardSpace)) text = text.replace(hardSpace, ' ');
  if (text.startsWith('>') && isQuoted(text)) text = text.replace(/^> ?/gm, '');
  if (openerLine.test(text)) return text;
  if (openerWithinLine.test(text))
    text = text.replace(/\\([nrt"'\\])/g, (whole, letter: string) => escapes[letter] ?? whole);
  return text.replace(gluedOpener, '$1\n$2');
};
