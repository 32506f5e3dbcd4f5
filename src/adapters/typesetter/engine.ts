export type Engine = 'pdflatex' | 'lualatex';

/** The half of the package of letters that LuaTeX reads; only sources with letters that pdfTeX lacks have it. */
export const lettersFile = 'aiscientist-letters.lua';

/** Files without which LuaLaTeX cannot load fonts of the machine; installations without them are common. */
export const engineFiles = ['lualatex.fmt', 'luaotfload-main.lua'];

/** Folders of the machine's fonts, as OSFONTDIR names them; LuaTeX and kpsewhich look there, with all folders below. */
export const fontFolders = ['/usr/share/fonts', '/usr/local/share/fonts', '/Library/Fonts', '/System/Library/Fonts']
  .map((folder) => `${folder}//`)
  .join(':');

/** The fonts that could set the letters, as that file names them. */
export const fontsNamedIn = (letters: string): readonly string[] => [
  ...new Set([...letters.matchAll(/'([\w-]+\.(?:ttf|ttc|otf))[('\d)]/g)].map(([, font = '']) => font)),
];

export type Choice = {
  readonly engine: Engine;
  /** Why letters will be printed as their codes; null where nothing prevents their setting. */
  readonly reason: string | null;
};

/** Chooses pdfLaTeX for every paper that it can set, and for letters LuaLaTeX where it and one of the fonts were found. */
export const chooseEngine = (fonts: readonly string[], found: ReadonlySet<string>): Choice => {
  if (fonts.length === 0) return { engine: 'pdflatex', reason: null };
  if (!engineFiles.every((file) => found.has(file))) return { engine: 'pdflatex', reason: 'LuaLaTeX is not installed' };
  if (!fonts.some((font) => found.has(font))) {
    return { engine: 'pdflatex', reason: `no font for them is installed, such as ${fonts.slice(0, 2).join(' or ')}` };
  }
  return { engine: 'lualatex', reason: null };
};
