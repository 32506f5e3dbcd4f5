import type { Tree, TreeEntry } from '../../../events/tree.ts';
import { textAt } from '../../../events/tree.ts';
import type { ImportedIdea } from '../../../events/vocabulary/imported.ts';
import { type ReadIdea, readIdea, undeveloped } from './idea.ts';
import { type ListedIdea, readIdeas } from './ideas.ts';
import { type IdeaFolder, type ResultsFolder, resultsIn } from './layout.ts';

/** What the import records of one idea before its files are stored. */
export type Found = Omit<ImportedIdea, 'number' | 'files' | 'leftOut'> & {
  readonly files: Tree;
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
};

/** What becomes one run. */
export type FoundRun = { readonly template: string; readonly model: string; readonly ideas: readonly Found[] };

/** What a person says about results that do not name their template or model. */
export type Naming = { readonly template?: string | undefined; readonly model?: string | undefined };

export const unknownModel = 'unknown';

/** A file as it was read, or why it was not. */
export type ReadFile = TreeEntry | { readonly reason: string };

const namesIn = (ideas: readonly ListedIdea[]): string => ideas.map(({ name }) => name).join('\n');

/**
 * The list of ideas beside the folders, or the copy in each of them if all copies are of one list. Without such a list
 * each folder's own copy only describes its idea.
 */
const commonList = ({ own, ideas }: ResultsFolder<TreeEntry>): readonly ListedIdea[] => {
  const beside = readIdeas(textAt(Object.fromEntries(own), 'ideas.json'));
  if (beside.length > 0 || ideas.length < 2) return beside;
  const copies = ideas.map(({ files }) => readIdeas(textAt(Object.fromEntries(files), 'ideas.json')));
  const [first = []] = copies;
  return copies.every((copy) => namesIn(copy) === namesIn(first)) ? first : [];
};

const split = (
  folder: IdeaFolder<ReadFile>,
): { readonly folder: IdeaFolder<TreeEntry>; readonly leftOut: Found['leftOut'] } => {
  const files = new Map<string, TreeEntry>();
  const leftOut: { path: string; reason: string }[] = [];
  for (const [path, file] of folder.files) {
    if ('reason' in file) leftOut.push({ path, reason: file.reason });
    else files.set(path, file);
  }
  return { folder: { name: folder.name, files }, leftOut };
};

const runOf = (results: ResultsFolder<ReadFile>, { template, model }: Naming): FoundRun => {
  const parts = results.ideas.map(split);
  const own = new Map([...results.own].flatMap(([path, file]) => ('reason' in file ? [] : [[path, file] as const])));
  const list = commonList({ name: results.name, own, ideas: parts.map(({ folder }) => folder) });
  const read = parts.map(({ folder, leftOut }) => {
    const files = Object.fromEntries(folder.files);
    const listed = list.length > 0 ? list : readIdeas(textAt(files, 'ideas.json'));
    return { ...readIdea(folder, listed), files, leftOut };
  });
  const others = list.filter(({ name }) => read.every((one) => one.name !== name));
  const named = read.find((one: ReadIdea) => one.model !== null)?.model;
  const ideas = [...read, ...others.map((one) => ({ ...undeveloped(one), files: {}, leftOut: [] }))];
  return {
    template: template ?? results.name,
    model: model ?? named ?? unknownModel,
    ideas: ideas.map(({ model: _, ...idea }) => idea),
  };
};

/** The runs that a folder of results has, one for each folder that holds folders of ideas. */
export const runsIn = (path: string, files: ReadonlyMap<string, ReadFile>, naming: Naming): readonly FoundRun[] =>
  resultsIn(path, files).map((results) => runOf(results, naming));
