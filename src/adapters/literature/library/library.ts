import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod';
import { CodedError, success } from '../../../events/outcome.ts';
import { problemOf } from '../../../events/problem.ts';
import { type PaperRecord, paperRecordSchema } from '../../../events/vocabulary/idea.ts';
import type { Literature } from '../../../ports/literature.ts';

const stopWords = new Set(
  'a an and are as at by can do does for from how in is it of on or the to via we what when why with'.split(' '),
);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1 && !stopWords.has(word))
    .map((word) => word.replace(/(?:ing|ed|es|s)$/, ''));

type Entry = { readonly paper: PaperRecord; readonly words: ReadonlyMap<string, number>; readonly length: number };

/** The weight of a title word relative to an abstract word. */
const titleWeight = 3;
/** The usual constants of BM25. Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework". */
const saturation = 1.2;
const lengthShare = 0.75;

/** `topics` are words for the index only and do not appear in a paper's record. */
const entrySchema = paperRecordSchema.extend({ topics: z.string().default('') });

const index = ({ topics, ...paper }: z.infer<typeof entrySchema>): Entry => {
  const words = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of wordsOf(text)) words.set(word, (words.get(word) ?? 0) + weight);
  };
  add(paper.title, titleWeight);
  add(`${paper.abstract ?? ''} ${topics} ${paper.authors.join(' ')} ${paper.year ?? ''}`, 1);
  return { paper, words, length: [...words.values()].reduce((sum, count) => sum + count, 0) };
};

const rank = (entries: readonly Entry[], query: string): PaperRecord[] => {
  const wanted = [...new Set(wordsOf(query))];
  const meanLength = entries.reduce((sum, { length }) => sum + length, 0) / Math.max(entries.length, 1);
  const rarity = new Map(
    wanted.map((word) => {
      const having = entries.filter(({ words }) => words.has(word)).length;
      return [word, Math.log(1 + (entries.length - having + 0.5) / (having + 0.5))] as const;
    }),
  );
  const score = ({ words, length }: Entry): number =>
    wanted.reduce((sum, word) => {
      const count = words.get(word) ?? 0;
      const norm = saturation * (1 - lengthShare + (lengthShare * length) / meanLength);
      return sum + ((rarity.get(word) ?? 0) * count * (saturation + 1)) / (count + norm);
    }, 0);
  return entries
    .map((entry) => ({ paper: entry.paper, score: score(entry) }))
    .filter((found) => found.score > 0)
    .sort((one, other) => other.score - one.score || one.paper.id.localeCompare(other.paper.id))
    .map(({ paper }) => paper);
};

/** Searches a template's small library of real papers without a network. */
export const createLibrary = ({ file }: { file: string }): Literature => {
  const name = `library:${basename(file)}`;
  let entries: Promise<readonly Entry[]> | undefined;
  const load = async (): Promise<readonly Entry[]> => {
    try {
      return z
        .array(entrySchema)
        .parse(JSON.parse(await readFile(file, 'utf8')))
        .map(index);
    } catch (error) {
      throw new CodedError('library.broken', `the library ${file} cannot be read: ${problemOf(error)}`, {
        cause: error,
      });
    }
  };
  return {
    name,
    search: async (query, limit) => {
      entries ??= load();
      return success({ library: name, papers: rank(await entries, query).slice(0, limit) });
    },
  };
};
