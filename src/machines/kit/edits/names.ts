/** The file that a part of an answer refers to. `sure`: named explicitly, not just mentioned nearby. */
export type Name = { readonly name: string; readonly sure: boolean };

const maximumLineLength = 200;
const nameLike = /^[\w./\\~-]*[\w-]\.[A-Za-z]\w{0,7}$/;
const absolutePath = /^\/[\w.-]+(?:\/[\w.-]+)+$/;
const decoration = /^(?:[#*>\-`"'([\s]|\d+[.)]\s|\/\/|%|<!--)+/;
const label =
  /^(?:in|file(?: ?name| ?path)?|path|edit(?:s|ing)?|updat(?:e|ed|ing)|modif(?:y|ied|ying)|chang(?:e|es|ed|ing))\b(?:\s+(?:to|in|for|of|file))*\s*:?/i;
const ending = /(?:[\s*`"':,)\]>]|--){1,200}$/;

const bare = (line: string): string =>
  line
    .trim()
    .replace(decoration, '')
    .replace(label, '')
    .replace(/^[\s*`"']+/, '')
    .replace(ending, '')
    .replace(/[`*"']{0,20}\s{0,20}\([^()]{0,200}$/, '');

/** Resolves a name to a known file: verbatim, without `./` or `a/`, or, if `byBase`, by its base name. */
export const resolveName = (name: string, known: readonly string[], byBase: boolean): string | undefined => {
  const path = name.replaceAll('\\', '/');
  if (path.split('/').includes('..')) return undefined;
  const local = path.replace(/^(?:\.?\/)+/, '');
  const exact = [path, local, local.replace(/^[ab]\//, '')].find((candidate) => known.includes(candidate));
  if (exact !== undefined || !byBase) return exact;
  const base = local.slice(local.lastIndexOf('/') + 1);
  const lastPart = (file: string) => file.slice(file.lastIndexOf('/') + 1);
  const same = known.filter((file) => lastPart(file) === base);
  const found = same.length > 0 ? same : known.filter((file) => lastPart(file).toLowerCase() === base.toLowerCase());
  return found.length === 1 ? found[0] : undefined;
};

const mentioned = (line: string, known: readonly string[]): readonly string[] =>
  known.filter((file) => {
    const at = file === '' ? -1 : line.indexOf(file);
    return (
      at >= 0 &&
      !/[\w/.-]/.test(line[at - 1] ?? ' ') &&
      !/^(?:[\w/-]|\.\w)/.test(line.slice(at + file.length, at + file.length + 2))
    );
  });

/** Finds the file that a line names (nothing else is on the line) or mentions (exactly one is). */
export const nameInLine = (line: string, known: readonly string[]): Name | undefined => {
  if (line.length > maximumLineLength || line.trim() === '') return undefined;
  const alone = bare(line);
  if (known.includes(alone) || nameLike.test(alone) || absolutePath.test(alone)) return { name: alone, sure: true };
  const [first, ...others] = mentioned(line, known);
  return first === undefined || others.length > 0 ? undefined : { name: first, sure: false };
};

/** Finds the file named after a fence or marker: `python experiment.py`, `python title="plot.py"`. */
export const nameInInfo = (info: string, known: readonly string[]): Name | undefined => {
  if (info.length > maximumLineLength) return undefined;
  const words = info.split(/[\s:={}"'`,()]+/).filter((word) => word !== '');
  const found =
    words.find((word) => resolveName(word, known, true) !== undefined) ?? words.find((word) => nameLike.test(word));
  return found === undefined ? undefined : { name: found, sure: true };
};
