import { lineFinder, prose } from '../scan.ts';
import { eachSection } from './complaint.ts';

const placeholder =
  /\b(?:TODO|FIXME|TBD|XXX+|PLACEHOLDER)\b|lorem ipsum|\[\s*(?:insert|add|fill in|your|citation|cite|ref|author|placeholder)\b[^\]]*\]?|\?\?\?+|(?<![\w}^_])\{\{\s*[A-Za-z_][\w .-]*\s*\}\}|<(?:insert|your|placeholder)[^>]*>|\b[A-Z]{4,}(?: [A-Z]{4,}){0,5} HERE\b/gi;
const inCapitals = /^(?:TODO|FIXME|TBD|XXX+|PLACEHOLDER|[A-Z ]+ HERE)$/i;

/** Nothing is left to be filled in. */
export const checkPlaceholders = eachSection((text) => {
  const source = prose(text);
  const lineAt = lineFinder(source);
  return [...source.matchAll(placeholder)]
    .filter((match) => !inCapitals.test(match[0]) || match[0] === match[0].toUpperCase())
    .map((match) => ({
      line: lineAt(match.index),
      blocking: false,
      text: `"${match[0].slice(0, 40)}" is a placeholder: write what belongs there, or take it out`,
    }));
});
