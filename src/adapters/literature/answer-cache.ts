import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Timing } from './timing.ts';

const entrySchema = z.object({
  /** SHA-256 of the blob that holds the answer. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number().int().nonnegative(),
  dateMs: z.number(),
});
const indexSchema = z.object({ version: z.literal(1), answers: z.record(z.string(), entrySchema) });
type Index = z.infer<typeof indexSchema>['answers'];

export type CachedAnswer = Omit<z.infer<typeof entrySchema>, 'dateMs'>;

/** Maps questions to blobs with their answers. It never fails: on any fault it returns no answer. */
export type AnswerCache = {
  find(question: string): Promise<CachedAnswer | undefined>;
  keep(question: string, answer: CachedAnswer): Promise<void>;
};

const maximumAnswers = 5000;
const dayMs = 86_400_000;

type Options = {
  /** The index file; the answers themselves are blobs. Processes may share it: at worst an entry is lost. */
  readonly file: string;
  /** How long an answer stays valid; 0 disables the cache. */
  readonly days: number;
  readonly timing: Timing;
};

export const createAnswerCache = ({ file, days, timing }: Options): AnswerCache => {
  let writing: Promise<void> = Promise.resolve();

  const isFresh = (dateMs: number): boolean => {
    const ageMs = timing.dateMs() - dateMs;
    return ageMs >= 0 && ageMs < days * dayMs;
  };

  const read = async (): Promise<Index> => {
    try {
      return indexSchema.parse(JSON.parse(await readFile(file, 'utf8'))).answers;
    } catch {
      return {};
    }
  };

  const write = async (question: string, answer: CachedAnswer): Promise<void> => {
    const others = Object.entries(await read()).filter(([one, { dateMs }]) => one !== question && isFresh(dateMs));
    const newest = others.sort(([, one], [, other]) => other.dateMs - one.dateMs).slice(0, maximumAnswers - 1);
    const answers = Object.fromEntries([[question, { ...answer, dateMs: timing.dateMs() }], ...newest]);
    const draft = `${file}.${process.pid}`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(draft, JSON.stringify({ version: 1, answers }));
      await rename(draft, file);
    } catch {
      await rm(draft, { force: true }).catch(() => {});
    }
  };

  return {
    find: async (question) => {
      await writing;
      const index = await read();
      const found = Object.hasOwn(index, question) ? index[question] : undefined;
      return found !== undefined && isFresh(found.dateMs) ? found : undefined;
    },
    keep: (question, answer) => {
      if (days > 0) writing = writing.then(() => write(question, answer));
      return writing;
    },
  };
};
