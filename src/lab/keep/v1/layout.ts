import { basename, dirname } from 'node:path';

/** A folder of one idea, with its files by their paths in it. */
export type IdeaFolder<File> = { readonly name: string; readonly files: ReadonlyMap<string, File> };

/** Folders of ideas beside each other, which one run of the other system wrote; `own` are files beside them. */
export type ResultsFolder<File> = {
  readonly name: string;
  readonly own: ReadonlyMap<string, File>;
  readonly ideas: readonly IdeaFolder<File>[];
};

/** Files that only the folder of an idea has; a template has a baseline, run_0, too. */
const mark = /^(?:(.*)\/)?(?:notes\.txt|review\.txt|run_[1-9]\d?\.py|run_[1-9]\d?\/final_info\.json)$/;

const foldersOfIdeas = (paths: Iterable<string>): readonly string[] => {
  const found = new Set<string>();
  for (const path of paths) {
    const match = mark.exec(path);
    if (match !== null) found.add(match[1] ?? '');
  }
  const sorted = [...found].sort((one, other) => one.length - other.length);
  const isInside = (folder: string): boolean =>
    sorted.some((outer) => outer !== folder && (outer === '' || folder.startsWith(`${outer}/`)));
  return sorted.filter((folder) => !isInside(folder)).sort();
};

const above = (folder: string): string => (folder.includes('/') ? dirname(folder) : '');

const below = <File>(files: ReadonlyMap<string, File>, folder: string): ReadonlyMap<string, File> => {
  const prefix = folder === '' ? '' : `${folder}/`;
  return new Map(
    [...files].flatMap(([path, file]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), file] as const] : [])),
  );
};

/**
 * Finds the folders of ideas below a folder, whose path is given: the folder itself, those in it, or deeper ones, as in
 * `results/<template>/<time>_<idea>`.
 */
export const resultsIn = <File>(path: string, files: ReadonlyMap<string, File>): readonly ResultsFolder<File>[] => {
  const folders = foldersOfIdeas(files.keys());
  if (folders[0] === '')
    return [{ name: basename(dirname(path)), own: new Map(), ideas: [{ name: basename(path), files }] }];
  const parents = [...new Set(folders.map(above))];
  return parents.map((parent) => ({
    name: parent === '' ? basename(path) : basename(parent),
    own: new Map([...below(files, parent)].filter(([name]) => !name.includes('/'))),
    ideas: folders
      .filter((folder) => above(folder) === parent)
      .map((folder) => ({ name: basename(folder), files: below(files, folder) })),
  }));
};

const stamp = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)_(.+)$/;

/** Splits `20240802_090035_name`; the time has no zone and is taken as UTC. */
export const stamped = (folder: string): { readonly name: string; readonly at: string | null } => {
  const [, year, month, day, hour, minute, second, name] = stamp.exec(folder) ?? [];
  if (name === undefined) return { name: folder, at: null };
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  return { name, at: Number.isNaN(Date.parse(at)) ? null : at };
};
