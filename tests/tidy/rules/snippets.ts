/** A fenced block of a document: the text after the fence, and its lines. */
type Block = { readonly language: string; readonly source: string; readonly lines: readonly string[] };

const fence = /^```(\w*) ?(\S*)\n([\s\S]*?)^```$/gm;

const blocksOf = (document: string): readonly Block[] =>
  [...document.matchAll(fence)].map(([, language = '', source = '', text = '']) => ({
    language,
    source,
    lines: text.trimEnd().split('\n'),
  }));

const omitted = '…';

/** Parts of a block between ellipsis lines. */
const partsOf = (lines: readonly string[]): readonly (readonly string[])[] => {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === omitted) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.filter((part) => part.length > 0);
};

/** A part's position in a file at or after a line, or -1. */
const findPart = (lines: readonly string[], part: readonly string[], from: number): number =>
  lines.findIndex((_, at) => at >= from && part.every((line, index) => lines[at + index] === line));

const snippetFaults = ({ source, lines }: Block, text: string | undefined): readonly string[] => {
  if (text === undefined) return [`${source} is not there`];
  const file = text.split('\n');
  let from = 0;
  for (const part of partsOf(lines)) {
    const at = findPart(file, part, from);
    if (at < 0) return [`${source} does not have, there: ${part[0]}`];
    from = at + part.length;
  }
  return [];
};

const npmScript = /^npm (?:run )?([\w-]+)/;
const path = /(?:^| )((?:tests|scripts|bench|bin|examples|src)\/[\w./-]+)/g;

const commandFaults = (
  lines: readonly string[],
  scripts: readonly string[],
  isThere: (path: string) => boolean,
): readonly string[] =>
  lines.flatMap((line) => {
    const script = npmScript.exec(line)?.[1];
    const paths = [...line.matchAll(path)].map(([, name = '']) => name);
    return [
      ...(script !== undefined && !scripts.includes(script) ? [`npm has no script ${script}`] : []),
      ...paths.filter((name) => !isThere(name)).map((name) => `${name} is not there`),
    ];
  });

type Project = {
  /** The text of a file; undefined if it does not exist. */
  readonly read: (path: string) => string | undefined;
  readonly isThere: (path: string) => boolean;
  readonly scripts: readonly string[];
};

/**
 * Outdated code blocks of a document. `ts <file>` has lines of that file in order, with `…` for omissions; `sh` has
 * commands, whose scripts and files must exist. Any other block is a fault.
 */
export const documentFaults = (document: string, { read, isThere, scripts }: Project): readonly string[] =>
  blocksOf(document).flatMap((block) => {
    if (block.language === 'sh') return commandFaults(block.lines, scripts, isThere);
    if (block.source === '') return [`a block names no source: ${block.lines[0]}`];
    return snippetFaults(block, read(block.source));
  });
