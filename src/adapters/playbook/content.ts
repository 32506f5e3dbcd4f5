import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CodedError } from '../../events/outcome.ts';
import { ideaSchema } from '../../events/vocabulary/idea.ts';

const scriptSchema = z.strictObject({
  idea: ideaSchema,
  /** What a reflection changes in the first draft. */
  refined: ideaSchema.partial().default({}),
  queries: z.array(z.string()).min(1),
  /** Title of a paper that, when a search shows it, makes the idea not novel. */
  known: z.string().optional(),
  verdict: z.string(),
  plan: z.array(z.object({ description: z.string() })).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  notes: z.array(z.string()).default([]),
  figures: z.record(z.string(), z.string()).default({}),
  title: z.string().default(''),
  citations: z
    .array(z.object({ query: z.string(), title: z.string(), section: z.string(), after: z.string() }))
    .default([]),
});

export type Script = z.infer<typeof scriptSchema> & {
  /** File name -> text: `run_1.md`, `plot.md`, `method.tex`, … */
  readonly files: Readonly<Record<string, string>>;
};

const settingsSchema = z.strictObject({
  /** In which ideas are proposed. */
  order: z.array(z.string()).min(1),
  better: z.record(z.string(), z.enum(['lower', 'higher'])),
});

export type Content = {
  readonly name: string;
  readonly better: z.infer<typeof settingsSchema>['better'];
  readonly scripts: readonly Script[];
  /** Sections that read the same for every idea. */
  readonly shared: Readonly<Record<string, string>>;
};

const readFolder = async (folder: string): Promise<Record<string, string>> => {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])),
  );
};

/** Reads a template's playbook. Throws CodedError('playbook.broken'). */
export const loadContent = async (folder: string, name: string): Promise<Content> => {
  try {
    const { order, better } = settingsSchema.parse(JSON.parse(await readFile(join(folder, 'playbook.json'), 'utf8')));
    const scripts = await Promise.all(
      order.map(async (idea) => {
        const { 'script.json': script = '{}', ...files } = await readFolder(join(folder, idea));
        return { ...scriptSchema.parse(JSON.parse(script)), files };
      }),
    );
    return { name, better, scripts, shared: await readFolder(join(folder, 'shared')) };
  } catch (error) {
    throw new CodedError(
      'playbook.broken',
      `the playbook ${folder} cannot be read: ${(error as Error).message.split('\n')[0]}`,
    );
  }
};
