import { readFile } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import type { Tree } from '../../events/tree.ts';
import type { Blobs } from '../../ports/blobs.ts';
import { collect } from '../workspaces/collect.ts';

const megabyte = 1024 ** 2;
const sourcePattern = /\.(?:tex|bib|bbl|bst|cls|sty|def|cfg|png|jpe?g|pdf|eps|tikz|pgf|csv|dat|txt)$/i;

/** The files beside a paper's main source that a compile may need; hidden ones and other kinds are left at home. */
export const sourcesBeside = async (main: string, blobs: Blobs): Promise<Tree> => {
  const { tree } = await collect(dirname(main), {
    maxFiles: 300,
    maxBytes: 64 * megabyte,
    putBlob: (bytes) => blobs.put(bytes),
    include: (path) => sourcePattern.test(path) && !path.split('/').some((part) => part.startsWith('.')),
  });
  return tree;
};

const inputPattern = /\\(?:input|include)\s*\{([^}]+)\}/g;
const deepest = 5;

/** The source with the files that it inputs in their places; only files of its own folder. */
export const inlined = async (main: string): Promise<string> => {
  const folder = dirname(main);
  const read = async (name: string, depth: number): Promise<string> => {
    const text = await readFile(join(folder, name), 'utf8');
    if (depth >= deepest) return text;
    const parts: string[] = [];
    let end = 0;
    for (const match of text.matchAll(inputPattern)) {
      const path = normalize(/\.tex$/.test(match[1] ?? '') ? (match[1] ?? '') : `${match[1]}.tex`);
      const isInside = !path.startsWith('..') && !path.startsWith('/');
      const content = isInside ? await read(path, depth + 1).catch(() => match[0]) : match[0];
      parts.push(text.slice(end, match.index), content);
      end = match.index + match[0].length;
    }
    return parts.join('') + text.slice(end);
  };
  return read(basename(main), 0);
};

/** The argument of \title, its braces balanced. */
export const titleOf = (source: string): string => {
  const start = /\\title\s*(?:\[[^\]]*\])?\s*\{/.exec(source);
  if (start === null) return '';
  let depth = 1;
  let end = start.index + start[0].length;
  while (end < source.length && depth > 0) {
    if (source[end] === '{') depth += 1;
    if (source[end] === '}') depth -= 1;
    end += 1;
  }
  return source
    .slice(start.index + start[0].length, end - 1)
    .replaceAll(/\\\\|\\[a-zA-Z]+\*?|[{}]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
};
