import { type Block, diffBlocks, searchReplaceBlocks, wholeFileBlocks } from './blocks.ts';
import { findElided, findPlaces, hasElision, nearestLines, type Place } from './match.ts';

export type Files = Readonly<Record<string, string>>;
export type Applied = { readonly files: Files; readonly changed: readonly string[] };

const maximumAnswerLength = 1_000_000;
const maximumBlocks = 200;

const form =
  'Give SEARCH/REPLACE blocks: the file name on a line of its own, then a fence with <<<<<<< SEARCH, the old lines exactly as they are, =======, the new lines, >>>>>>> REPLACE.';

class Refusal extends Error {}

const refuse = (complaint: string): never => {
  throw new Refusal(complaint);
};

/** Drops the blank lines around a passage, which models add and lose at will. */
const core = (text: string): string[] => {
  const lines = text.split('\n');
  while (lines.length > 1 && lines[0]?.trim() === '') lines.shift();
  while (lines.length > 1 && lines.at(-1)?.trim() === '') lines.pop();
  return lines;
};

const shift = (line: string, { indent, cut }: Place): string => {
  if (line.trim() === '') return line;
  const removable = /^[ \t]*/.exec(line)?.[0].length ?? 0;
  return indent + line.slice(Math.min(cut, removable));
};

const locate = (file: readonly string[], name: string, search: string): Place => {
  const wanted = core(search);
  const found = findPlaces(file, wanted);
  const places = found.length === 0 && hasElision(wanted) ? findElided(file, wanted) : found;
  const [place] = places;
  if (place === undefined) {
    return refuse(
      `A SEARCH block matches nothing in ${name}:\n${search.slice(0, 1500)}\nThe nearest lines there are:\n${nearestLines(file, wanted)}\nCopy the old lines exactly.`,
    );
  }
  if (places.length > 1) {
    const at = places.map(({ start }) => start + 1).join(', ');
    return refuse(
      `A SEARCH block matches ${places.length} places of ${name} (lines ${at}): add neighbouring lines until it matches one.\n${search.slice(0, 1500)}`,
    );
  }
  return place;
};

const replaceIn = (text: string, name: string, search: string, replace: string): string => {
  if (search.trim() === '') {
    if (text.trim() === '') return `${replace}\n`;
    return `${text.replace(/\n*$/, '\n')}${replace}\n`;
  }
  const file = text.split('\n');
  const place = locate(file, name, search);
  if (hasElision(replace.split('\n')) && hasElision(search.split('\n'))) {
    return refuse(`A block of ${name} has \`...\` in its new lines: write them out.`);
  }
  const lines = replace === '' ? [] : core(replace).map((line) => shift(line, place));
  return [...file.slice(0, place.start), ...lines, ...file.slice(place.end)].join('\n');
};

/** The file that a block without a name means: the only one, the one named last, or the one where its lines stand. */
const guessFile = (block: Block, files: Files, last: string | undefined): string => {
  const names = Object.keys(files);
  if (names.length === 1 && names[0] !== undefined) return names[0];
  if (block.kind === 'replace') {
    const fitting = names.filter(
      (name) => findPlaces((files[name] ?? '').split('\n'), core(block.search)).length === 1,
    );
    if (fitting.length === 1 && fitting[0] !== undefined) return fitting[0];
  }
  return (
    last ?? refuse(`A block does not say which file it changes: put one of ${names.join(', ')} on the line above it.`)
  );
};

/** A fence without a name is taken for the whole file only when it is about as long as one. */
const isWhole = (block: Block, files: Files): boolean => {
  if (block.kind !== 'whole') return true;
  if (block.file !== undefined) {
    return block.text.length * 3 > (files[block.file]?.length ?? 0);
  }
  const [only] = Object.values(files);
  return Object.keys(files).length === 1 && block.text.length * 2 > (only ?? '').length;
};

const parse = (answer: string, files: Files): readonly Block[] => {
  const names = Object.keys(files);
  const lines = answer.split('\n');
  const blocks = searchReplaceBlocks(lines, names);
  if (blocks.length > 0) return blocks;
  const hunks = diffBlocks(lines, names);
  if (hunks.length > 0) return hunks;
  return wholeFileBlocks(lines, names).filter((block) => isWhole(block, files));
};

const applyAll = (files: Files, answer: string): Applied => {
  const blocks = parse(answer, files);
  if (blocks.length === 0) return refuse(`The answer changes no file. ${form}`);
  if (blocks.length > maximumBlocks)
    return refuse(`The answer has ${blocks.length} blocks: make at most ${maximumBlocks} changes at a time.`);
  const result: Record<string, string> = { ...files };
  let last: string | undefined;
  for (const block of blocks) {
    const name = block.file ?? guessFile(block, result, last);
    last = name;
    result[name] =
      block.kind === 'whole' ? block.text : replaceIn(result[name] ?? '', name, block.search, block.replace);
  }
  const changed = Object.keys(files).filter((name) => result[name] !== files[name]);
  if (changed.length === 0) return refuse('The blocks leave every file as it was: old and new lines are the same.');
  return { files: result, changed };
};

/**
 * Applies a model's answer to the named files, all of it or nothing. Only those files can change. The complaint tells
 * the model what did not fit, with the nearest lines that are really there. Never throws.
 */
export const applyAnswer = (files: Files, answer: string): Applied | { readonly complaint: string } => {
  if (answer.length > maximumAnswerLength)
    return { complaint: `The answer has ${answer.length} characters: be brief.` };
  const hasCrlf = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.includes('\r\n')]));
  const plain = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll('\r\n', '\n')]));
  try {
    const { files: edited, changed } = applyAll(plain, answer.replaceAll('\r\n', '\n'));
    const restored = Object.entries(edited).map(([name, text]) => [
      name,
      hasCrlf[name] ? text.replaceAll('\n', '\r\n') : text,
    ]);
    return { files: Object.fromEntries(restored), changed };
  } catch (error) {
    if (error instanceof Refusal) return { complaint: error.message };
    throw error;
  }
};

/** Writes changes in the form that prompts ask for. */
export const renderEdits = (edits: readonly { file: string; search: string; replace: string }[]): string =>
  edits
    .map(
      ({ file, search, replace }) =>
        `${file}\n\`\`\`python\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\``,
    )
    .join('\n\n');
