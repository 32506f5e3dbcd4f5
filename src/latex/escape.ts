import { plainCharacters, visibleCharacters } from './unicode.ts';

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

/** Any text as LaTeX that prints it; what cannot be printed stands as its code. */
export const escapeLatex = (text: string): string =>
  visibleCharacters(
    plainCharacters(
      text
        .replace(/[\r\n\t]+/g, ' ')
        .replace(/[#$%&_]/g, '\\$&')
        .replace(/\\(?![#$%&_])|[{}~^<>|"]/g, (character) => special[character] ?? character),
    ),
  );
