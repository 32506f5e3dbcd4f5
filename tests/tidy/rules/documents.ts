import { posix } from 'node:path';
import type { Texts } from '../../../scripts/source-tree.ts';

/** Every file and folder of the project, as paths from its root. */
export type Paths = ReadonlySet<string>;

const rooted = /(?<![\w./-])(?:src|tests|bench|scripts|examples|docs|sandbox|templates|bin)\/[\w./-]*/g;
const sourceName = /`([\w-]+\.(?:test\.)?ts)`/g;
const link = /\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g;

const withoutEnd = (path: string): string => path.replace(/[./]+$/, '');

/** Dead paths and links in documents. `texts`: the documents. */
export const deadPaths = (texts: Texts, paths: Paths): readonly string[] => {
  const names = new Set([...paths].map((path) => posix.basename(path)));
  return [...texts].flatMap(([document, text]) => {
    const near = (path: string): boolean =>
      paths.has(path) || paths.has(posix.join(posix.dirname(document), path)) || path === '';
    const named = [...text.matchAll(rooted)].map(([path]) => withoutEnd(path)).filter((path) => !near(path));
    const files = [...text.matchAll(sourceName)].map(([, name = '']) => name).filter((name) => !names.has(name));
    const linked = [...text.matchAll(link)].map(([, path = '']) => path).filter((path) => !near(withoutEnd(path)));
    return [...new Set([...named, ...files, ...linked])].map((path) => `${document} names ${path}`);
  });
};

const entry = /^( {0,4})([\w.-]+\/?)(?: {2,}(.*))?$/;
const innerFolder = /(?<![\w/])([a-z][\w-]*)\/(?![\w/])/g;

/**
 * The rooms in ARCHITECTURE.md's first fenced block below "Rooms", as paths. A room's description names its folders:
 * `machines/  kit/, and one folder per role`.
 */
export const roomsNamed = (document: string): readonly string[] => {
  const block = document.split(/^## Rooms$/m)[1]?.split('```')[1] ?? '';
  const above: string[] = [];
  return block.split('\n').flatMap((line) => {
    const [, indent = '', name, description = ''] = entry.exec(line) ?? [];
    if (name !== undefined) above.splice(indent.length / 2, above.length, name.replace(/\/$/, ''));
    const room = above.join('/');
    const inner = (name === undefined ? line : description).matchAll(innerFolder);
    return [...(name === undefined ? [] : [room]), ...[...inner].map(([, folder]) => `${room}/${folder}`)];
  });
};

/** Listed rooms that do not exist, and folders directly below src that the list omits. */
export const roomFaults = (document: string, paths: Paths): readonly string[] => {
  const named = roomsNamed(document);
  const folders = [...paths].filter((path) => /^src\/[^/.]+$/.test(path));
  return [
    ...named.filter((path) => !paths.has(path)).map((path) => `ARCHITECTURE.md lists ${path}, which is not there`),
    ...folders.filter((path) => !named.includes(path)).map((path) => `ARCHITECTURE.md does not list ${path}`),
  ];
};
