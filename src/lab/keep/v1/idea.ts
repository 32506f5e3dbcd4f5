import { isText, type TreeEntry } from '../../../events/tree.ts';
import type { Figure } from '../../../events/vocabulary/code.ts';
import type { ImportedIdea, ImportedPaper } from '../../../events/vocabulary/imported.ts';
import { normaliseResults } from '../../../machines/kit/results.ts';
import type { ListedIdea } from './ideas.ts';
import { type IdeaFolder, stamped } from './layout.ts';
import { type Notes, readNotes } from './notes.ts';
import { readReview, verdictText } from './review.ts';
import { readTranscript } from './transcript.ts';

type Files = IdeaFolder<TreeEntry>['files'];
type Experiment = ImportedIdea['runs'][number];

/** All that a folder tells about an idea, without its number and its files. */
export type ReadIdea = Omit<ImportedIdea, 'number' | 'files' | 'leftOut'> & {
  /** The model that a transcript names. */
  readonly model: string | null;
};

const textOf = (files: Files, path: string): string | undefined => {
  const entry = files.get(path);
  return isText(entry) ? entry.text : undefined;
};

const experimentOf = (files: Files, notes: Notes, run: number): Experiment => {
  const { description = '', text = '' } = notes.runs.get(run) ?? {};
  const file = textOf(files, `run_${run}/final_info.json`);
  const read = file === undefined ? { problem: 'there is no final_info.json' } : normaliseResults(file);
  const known = 'results' in read ? { results: read.results, problem: '' } : { results: null, problem: read.problem };
  return { run, description: run === 0 && description === '' ? 'Baseline' : description, notes: text, ...known };
};

/** An experiment has a folder, or the copy of the code that it ran. */
const experimentsIn = (files: Files, notes: Notes): readonly Experiment[] => {
  const runs = new Set<number>();
  for (const path of files.keys()) {
    const run = /^run_(\d{1,2})(?:\.py$|\/)/.exec(path)?.[1];
    if (run !== undefined) runs.add(Number(run));
  }
  return [...runs].sort((one, other) => one - other).map((run) => experimentOf(files, notes, run));
};

const figuresIn = (files: Files): readonly Figure[] =>
  [...files].flatMap(([file, entry]) =>
    /^[^/]+\.png$/i.test(file) && !isText(entry) ? [{ file, ...entry, description: '' }] : [],
  );

const pdfOf = (files: Files, path: string): ImportedPaper['pdf'] => {
  const entry = files.get(path);
  return entry === undefined || isText(entry) ? null : { ...entry, pages: null };
};

const firstPdf = (files: Files): string =>
  [...files.keys()].find((path) => /^[^/]+(?<!_improved)\.pdf$/i.test(path)) ?? 'latex/template.pdf';

const papersIn = (files: Files, name: string, title: string): readonly ImportedPaper[] => {
  const own = files.has(`${name}.pdf`) ? `${name}.pdf` : firstPdf(files);
  const versions = [
    { version: 1, pdf: pdfOf(files, own), text: textOf(files, 'review.txt') },
    { version: 2, pdf: pdfOf(files, `${name}_improved.pdf`), text: textOf(files, 'review_improved.txt') },
  ];
  return versions
    .filter(({ pdf, text }) => pdf !== null || text !== undefined)
    .map(({ version, pdf, text }) => ({ version, title, pdf, ...readReview(text) }));
};

const costIn = (transcripts: readonly ReturnType<typeof readTranscript>[]): ImportedIdea['cost'] => {
  const sum = (part: keyof ImportedIdea['cost']): number =>
    transcripts.reduce((total, { cost }) => total + cost[part], 0);
  return {
    calls: sum('calls'),
    dollars: sum('dollars'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    unpriced: sum('unpriced') + 1,
  };
};

const endOf = (
  papers: readonly ImportedPaper[],
  runs: readonly Experiment[],
): Pick<ImportedIdea, 'outcome' | 'reason' | 'score'> => {
  const paper = papers.findLast(({ ratings }) => ratings.overall !== undefined);
  if (paper !== undefined)
    return { outcome: 'reviewed', reason: verdictText(paper), score: paper.ratings.overall ?? null };
  const completed = runs.filter(({ run, results }) => run > 0 && results !== null).length;
  const reason =
    papers.length > 0 ? 'imported: a paper without a review' : `imported: no paper, ${completed} completed experiments`;
  return { outcome: 'failed', reason, score: null };
};

/** Reads the folder of an idea; `listed` is the list of ideas that it belongs to. */
export const readIdea = ({ name: folder, files }: IdeaFolder<TreeEntry>, listed: readonly ListedIdea[]): ReadIdea => {
  const { name, at } = stamped(folder);
  const entry = listed.find((one) => one.name === name);
  const text = textOf(files, 'notes.txt') ?? '';
  const notes = readNotes(text);
  const title = entry?.title || notes.title || name;
  const runs = experimentsIn(files, notes);
  const papers = papersIn(files, name, title);
  const transcripts = [...files.keys()]
    .filter((path) => /^[^/]*aider\.txt$/.test(path))
    .map((path) => readTranscript(textOf(files, path) ?? ''));
  return {
    ...{ name, title, at, runs, papers, notes: text },
    idea: entry?.idea ?? null,
    novel: entry?.novel ?? null,
    figures: figuresIn(files),
    cost: costIn(transcripts),
    model: transcripts.find(({ model }) => model !== null)?.model ?? null,
    ...endOf(papers, runs),
  };
};

/** An idea that is listed, but has no folder: not novel, or not developed for a reason that is not recorded. */
export const undeveloped = ({ name, title, idea, novel }: ListedIdea): ReadIdea => ({
  ...{ name, title, idea, novel, runs: [], notes: '', figures: [], papers: [], score: null, at: null, model: null },
  outcome: novel === false ? 'not-novel' : 'cancelled',
  reason: novel === false ? 'imported: not novel' : 'imported: it was not developed',
  cost: costIn([]),
});
