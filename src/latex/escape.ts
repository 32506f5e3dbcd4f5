import { plainCharacters } from './unicode.ts';

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

/** Escapes any text so that LaTeX prints it; characters without a LaTeX form are left to the package of letters. */
export const escapeLatex = (text: string): string =>
  plainCharacters(
    text
      .replace(/[\r\n\t\u0085\u2028\u2029]+/g, ' ')
      .replace(/[#$%&_]/g, '\\$&')
      .replace(/\\(?![#$%&_])|[{}~^<>|"]/g, (character) => special[character] ?? character),
  );
