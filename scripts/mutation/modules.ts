import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const sourceOf = (path: string): string => readFileSync(join(root, path), 'utf8');

export const pathsBelow = (folder: string): readonly string[] =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path))
    .sort();

const specifiers = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
/** Modules that are imported by a computed name; see src/actors/roles/load.ts. */
const loadedByName: Readonly<Record<string, readonly string[]>> = {
  'src/actors/roles/load.ts': pathsBelow('src/machines').filter((path) => /^src\/machines\/\w+\/index\.ts$/.test(path)),
};

const importsOf = (path: string): readonly string[] => [
  ...[...sourceOf(path).matchAll(specifiers)].map(([, name = '']) => join(dirname(path), name)),
  ...(loadedByName[path] ?? []),
];

/** Project file -> the files that import it, directly or indirectly, and itself. */
export const createDependents = (): ((path: string) => ReadonlySet<string>) => {
  const importers = new Map<string, string[]>();
  for (const path of ['src', 'tests', 'examples', 'scripts'].flatMap(pathsBelow))
    for (const imported of importsOf(path)) importers.set(imported, [...(importers.get(imported) ?? []), path]);
  const known = new Map<string, ReadonlySet<string>>();
  return (path) => {
    const found = known.get(path) ?? new Set([path]);
    if (known.has(path)) return found;
    known.set(path, found);
    for (const one of found) for (const importer of importers.get(one) ?? []) (found as Set<string>).add(importer);
    return found;
  };
};

export type Edition = {
  /** Marks the copies of modules that are loaded for this edition. */
  readonly name: string;
  /** The files that are loaded again; all others are shared with the other editions. */
  readonly files: ReadonlySet<string>;
  /** The replaced file and its text. */
  readonly path?: string;
  readonly text?: string;
};

const loading: { edition: Edition } = { edition: { name: '', files: new Set() } };
const stripped = new Map<string, string>();

/** Loads modules of this edition from now on. Writes no file. */
export const loadEdition = (next: Edition): void => {
  loading.edition = next;
};

/** A source with its types blanked, so that V8's offsets are those of the source. */
export const strip = (text: string): string => stripTypeScriptTypes(text);

const isOurs = (url: string): boolean => url.startsWith(pathToFileURL(root).href) && !url.includes('/node_modules/');
const pathOf = (url: string): string => relative(root, fileURLToPath(url));

/** Serves modules by edition, and `collector` instead of node:test to test files. */
export const serveEditions = (collector: string): void => {
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'node:test') return { url: collector, shortCircuit: true };
      const resolved = next(specifier, context);
      if (!resolved.url.startsWith('file:') || !isOurs(resolved.url)) return resolved;
      const { edition } = loading;
      const url = resolved.url.replace(/\?.*$/, '');
      return { ...resolved, url: edition.files.has(pathOf(url)) ? `${url}?edition=${edition.name}` : url };
    },
    load: (url, context, next) => {
      if (!url.startsWith('file:') || !isOurs(url) || !/\.ts(?:\?|$)/.test(url)) return next(url, context);
      const { edition } = loading;
      const path = pathOf(url);
      if (path === edition.path && url.includes('?'))
        return { format: 'module', source: strip(edition.text ?? ''), shortCircuit: true };
      const source = stripped.get(path) ?? strip(sourceOf(path));
      stripped.set(path, source);
      return { format: 'module', source, shortCircuit: true };
    },
  });
};
