import { plainCharacters, withoutUnknownCharacters } from './unicode.ts';

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
};

/** Escapes any text so that LaTeX prints it; unprintable characters become question marks. */
export const escapeLatex = (text: string): string =>
  withoutUnknownCharacters(
    plainCharacters(
      text
        .replace(/[\r\n\t]+/g, ' ')
        .replace(/[#$%&_]/g, '\\$&')
        .replace(/\\(?![#$%&_])|[{}~^<>|"]/g, (character) => special[character] ?? character),
    ),
    '?',
  );
