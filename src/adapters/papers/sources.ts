import { basename, dirname, normalize } from 'node:path';
import type { Tree } from '../../events/tree.ts';
import type { Blobs } from '../../ports/blobs.ts';
import { readFileBelow } from '../files/read.ts';
import { collect } from '../workspaces/collect.ts';

const megabyte = 1024 ** 2;
const sourcePattern = /\.(?:tex|bib|bbl|bst|cls|sty|def|cfg|png|jpe?g|pdf|eps|tikz|pgf|csv|dat|txt)$/i;

/** Collects the files beside a paper's main source that compiling may need; omits hidden files and other types. */
export const sourcesBeside = async (main: string, blobs: Blobs): Promise<Tree> => {
  const { tree } = await collect(dirname(main), {
    maxFiles: 300,
    maxBytes: 64 * megabyte,
    putBlob: (bytes) => blobs.put(bytes),
    include: (path) => sourcePattern.test(path) && !path.split('/').some((part) => part.startsWith('.')),
  });
  return tree;
};

const inputPattern = /\\(?:input|include)\s{0,20}\{([^{}]{1,400})\}/g;
const deepest = 8;
const maximumInputs = 200;
/** Bounds on one file, and on all together in characters. */
const maximumFileBytes = 4 * megabyte;
const maximumLength = 4 * megabyte;

/** Inlines the files that a source inputs, within the bounds. */
class Inlining {
  private readonly folder: string;
  private inputs = 0;
  private length = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** `above`: the files being read, none of which may include itself. Returns undefined for a file that is not read. */
  async read(path: string, above: readonly string[] = []): Promise<string | undefined> {
    if (above.length > deepest || above.includes(path) || this.inputs >= maximumInputs) return undefined;
    this.inputs += 1;
    const text = (await readFileBelow(this.folder, path, maximumFileBytes))?.toString('utf8');
    if (text === undefined || this.length + text.length > maximumLength) return undefined;
    this.length += text.length;
    const parts: string[] = [];
    let end = 0;
    for (const match of text.matchAll(inputPattern)) {
      const name = (match[1] ?? '').trim();
      const content = await this.read(normalize(name.endsWith('.tex') ? name : `${name}.tex`), [...above, path]);
      parts.push(text.slice(end, match.index), content ?? match[0]);
      end = match.index + match[0].length;
    }
    return parts.join('') + text.slice(end);
  }
}

/**
 * Returns the source with its input files inlined: plain files of its own folder. The command remains for links, for
 * files that input themselves, and beyond the bounds.
 */
export const inlined = async (main: string): Promise<string> =>
  (await new Inlining(dirname(main)).read(basename(main))) ?? '';

/** Returns the argument of \title with balanced braces. */
export const titleOf = (source: string): string => {
  const start = /\\title\s{0,20}(?:\[[^\][]{0,400}\])?\s{0,20}\{/.exec(source);
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
