import { isText, type Tree, textAt } from '../events/tree.ts';
import { luaCode, packageText } from './letters-package.ts';
import { type Script, scriptOf } from './scripts.ts';
import { codePointOf, plainForm, unknownCharacters } from './unicode.ts';

const name = 'aiscientist-letters';

const hex = (character: string): string => codePointOf(character).slice('U+'.length);

const form = (character: string): string => {
  const plain = plainForm(character);
  return plain === undefined
    ? `\\letters@coded{${hex(character)}}{${character}}\n`
    : `\\letters@form{${hex(character)}}{${character}}{${plain}}\n`;
};

/** Codes of the three kinds of script in the Lua half: from right to left, broken anywhere, others. */
const scriptTable = ({ tag, fonts, isRightToLeft, breaksAnywhere }: Script): string => {
  const code = isRightToLeft ? 1 : breaksAnywhere ? 2 : 3;
  const list = fonts.map((font) => `'${font}'`).join(', ');
  // Alphabets in these fonts are larger than Times at the same size.
  return `  ${tag} = { tag = '${tag}', code = ${code}, scale = ${breaksAnywhere ? 100 : 90}, fonts = { ${list} } },\n`;
};

const letterTable = (character: string): string => {
  const traits = [
    `script = scripts.${scriptOf(character).tag}`,
    ...(/[\p{M}\p{Cf}]/u.test(character) ? ['mark = true'] : []),
    ...(/[\p{Ps}\p{Pi}]/u.test(character) ? ['opens = true'] : []),
    ...(/[\p{Pe}\p{Pf}\p{Po}\p{Lm}ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u.test(character) ? ['closes = true'] : []),
  ];
  return `  [0x${hex(character)}] = { ${traits.join(', ')} },\n`;
};

const luaText = (characters: readonly string[]): string => {
  const scripts = [...new Set(characters.map(scriptOf))];
  return `local scripts = {\n${scripts.map(scriptTable).join('')}}\nlocal letters = {\n${characters.map(letterTable).join('')}}\n${luaCode}`;
};

/** LuaLaTeX's own default would be other fonts for the whole paper. */
const sameFonts = '\\ifdefined\\directlua\\RequirePackage[OT1]{fontenc}\\fi\n';

/** A comment may be in any script. */
const withoutComments = (text: string): string =>
  text.replace(/\\[\s\S]|%.*$/gm, (match) => (match.startsWith('%') ? '' : match));

/** Greek letters have forms, which are those of formulas; where one stays a letter, it is part of a word. */
const needsFont = (character: string): boolean => plainForm(character) === undefined || /\p{sc=Greek}/u.test(character);

/**
 * Adds a package for the characters that pdfTeX has no font for, if the sources have any: LuaTeX sets them with the
 * fonts that it finds, every other engine prints their codes. Returns the same sources otherwise.
 */
export const withLetters = (sources: Tree, main: string): Tree => {
  const texts = Object.entries(sources).flatMap(([path, entry]) => {
    if (!isText(entry) || !/\.(?:tex|bib)$/.test(path)) return [];
    return [path.endsWith('.tex') ? withoutComments(entry.text) : entry.text];
  });
  const characters = unknownCharacters(texts.join('\n')).toSorted();
  if (!characters.some(needsFont)) return sources;
  const paper = (textAt(sources, main) ?? '').replace(
    /\\begin\{document\}/,
    (start) => `\\usepackage{${name}}\n${start}`,
  );
  return {
    ...sources,
    [main]: { text: `${sameFonts}${paper}` },
    [`${name}.sty`]: { text: packageText(characters.map(form).join('')) },
    [`${name}.lua`]: { text: luaText(characters) },
  };
};
