import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CodedError } from '../../../events/outcome.ts';
import { problemOf } from '../../../events/problem.ts';
import { ideaSchema } from '../../../events/vocabulary/idea.ts';

const citationSchema = z.strictObject({
  query: z.string(),
  /** Where to cite a paper with this title if the search returns it: after a fragment of the section. */
  insertions: z.array(z.strictObject({ title: z.string(), section: z.string(), after: z.string() })).min(1),
});

const scriptSchema = z.strictObject({
  idea: ideaSchema,
  /** The changes that a reflection makes to the first draft. */
  refined: ideaSchema.partial().default({}),
  queries: z.array(z.strictObject({ query: z.string(), thought: z.string() })).min(1),
  /** Title of a paper that makes the idea not novel if a search returns it. */
  known: z.string().optional(),
  /** Why the idea is novel, or why the known paper precludes that. */
  verdict: z.string(),
  /** name -> its values in the idea and in its first, second, … variation; `{{number name}}` in texts and edits. */
  parameters: z.record(z.string(), z.array(z.number()).min(1)).default({}),
  plan: z.array(z.object({ description: z.string() })).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  notes: z.array(z.string()).default([]),
  figures: z.record(z.string(), z.string()).default({}),
  title: z.string().default(''),
  citations: z.array(citationSchema).default([]),
});

export type Script = z.infer<typeof scriptSchema> & {
  /** File name -> text: `run_1.md`, `run_1.repair.md`, `plot.md`, `method.tex`, … */
  readonly files: Readonly<Record<string, string>>;
};

/** What referees and the Writer's answer to them say about the template's subject. */
const reviewSchema = z.strictObject({
  /** What every paper of this template does, in one sentence. */
  subject: z.string(),
  /** The word for several data sets. */
  datasets: z.string(),
  /** What the limitations of a paper name. */
  limitations: z.string(),
  /** What the first, second, … referee misses and asks. */
  referees: z.array(z.strictObject({ weakness: z.string(), question: z.string() })).min(1),
  /** What a revision adds to the conclusion. */
  answer: z.string(),
});

const settingsSchema = z.strictObject({
  /** The order in which ideas are proposed. */
  order: z.array(z.string()).min(1),
  metrics: z.record(z.string(), z.strictObject({ better: z.enum(['lower', 'higher']), heading: z.string() })),
  datasets: z.record(z.string(), z.string()),
  review: reviewSchema,
});

type Settings = z.infer<typeof settingsSchema>;

export type Content = {
  readonly metrics: Settings['metrics'];
  readonly datasets: Settings['datasets'];
  readonly review: Settings['review'];
  readonly scripts: readonly Script[];
};

const readTexts = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])),
  );
};

const readScript = async (folder: string): Promise<Script> => {
  const { 'script.json': script = '{}', ...files } = await readTexts(folder);
  return { ...scriptSchema.parse(JSON.parse(script)), files };
};

/** Reads a template's playbook. Throws CodedError('playbook.broken'). */
export const loadContent = async (folder: string): Promise<Content> => {
  try {
    const { order, ...settings } = settingsSchema.parse(
      JSON.parse(await readFile(join(folder, 'playbook.json'), 'utf8')),
    );
    const scripts = await Promise.all(order.map((idea) => readScript(join(folder, idea))));
    return { ...settings, scripts };
  } catch (error) {
    throw new CodedError('playbook.broken', `the playbook ${folder} cannot be read: ${problemOf(error)}`, {
      cause: error,
    });
  }
};
