import { lineFinder, prose } from '../scan.ts';
import { eachSection } from './complaint.ts';

const placeholder =
  /\b(?:TODO|FIXME|TBD|XXX+|PLACEHOLDER)\b|lorem ipsum|\[\s{0,20}(?:insert|add|fill in|your|citation|cite|ref|author|placeholder)\b[^\]]{0,400}\]?|\?\?\?+|(?<![\w}^_])\{\{\s{0,20}[A-Za-z_][\w .-]{0,100}\s{0,20}\}\}|<(?:insert|your|placeholder)[^>]{0,400}>|\b[A-Z]{4,}(?: [A-Z]{4,}){0,5} HERE\b/gi;
const inCapitals = /^(?:TODO|FIXME|TBD|XXX+|PLACEHOLDER|[A-Z ]+ HERE)$/i;

/** Rejects placeholders that were not filled in. */
export const checkPlaceholders = eachSection((text) => {
  const source = prose(text);
  const lineAt = lineFinder(source);
  return [...source.matchAll(placeholder)]
    .filter((match) => !inCapitals.test(match[0]) || match[0] === match[0].toUpperCase())
    .map((match) => ({
      line: lineAt(match.index),
      blocking: false,
      text: `"${match[0].slice(0, 40)}" is a placeholder: replace it by the actual text, or remove it`,
    }));
});
