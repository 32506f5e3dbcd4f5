import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path from the project's root, with `/`, -> text. */
export type Texts = ReadonlyMap<string, string>;

export const projectFolder = fileURLToPath(new URL('../', import.meta.url));
export const sourceFolders = ['src', 'tests', 'bench', 'scripts', 'examples'] as const;

/** The files in some folders of the project whose names have the ending. */
export const readTexts = async (folders: readonly string[], ending: string): Promise<Texts> => {
  const texts = new Map<string, string>();
  for (const folder of folders) {
    for (const path of await readdir(`${projectFolder}${folder}`, { recursive: true })) {
      const name = posix.join(folder, path);
      if (name.endsWith(ending)) texts.set(name, await readFile(`${projectFolder}${name}`, 'utf8'));
    }
  }
  return texts;
};

const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

/** Removes comments; line numbers stay the same. */
export const withoutComments = (text: string): string =>
  text.replace(comments, (comment) => comment.replace(/[^\n]/g, ''));

const statement = /^(?:import|export)\b(?:[^'";]*?\bfrom)?\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** A file's imports, including types: paths from the project's root, and package names as written. */
export const importsOf = (path: string, text: string): readonly string[] =>
  [...withoutComments(text).matchAll(statement)]
    .map((match) => match[1] ?? match[2] ?? '')
    .map((name) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name));

export const isOurs = (name: string): boolean => sourceFolders.some((folder) => name.startsWith(`${folder}/`));

/** `src/events/id.ts` -> `events`; a file of `src` itself -> `main`. */
export const roomOf = (path: string): string => {
  const [, room = '', rest] = path.split('/');
  return rest === undefined ? 'main' : room;
};
