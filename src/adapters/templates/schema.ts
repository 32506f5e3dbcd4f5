import * as z from 'zod';
import { limitsSchema, metricSchema } from '../../events/vocabulary/run.ts';

/** An object that refuses a key that it does not have, such as a misspelt one, and names those that it has. */
const exact = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no ${issue.keys.join(', ')}; there are ${Object.keys(shape).join(', ')}`
        : undefined,
  });

const positive = z.number().positive();
const resources = {
  wallTimeMs: positive,
  memoryBytes: positive,
  processes: positive,
  fileSizeBytes: positive,
  diskBytes: positive,
  outputBytes: positive,
  /** Number of processors; enforced by containers only. */
  cpus: positive,
};
const someResources = Object.fromEntries(
  Object.entries(resources).map(([name, schema]) => [name, schema.optional()]),
) as {
  [Name in keyof typeof resources]: z.ZodOptional<typeof positive>;
};
const count = z.number().int().nonnegative().optional();
const someLimits = Object.fromEntries(Object.keys(limitsSchema.shape).map((name) => [name, count])) as {
  [Name in keyof typeof limitsSchema.shape]: typeof count;
};

export const profileSchema = exact({
  description: z.string().optional(),
  /** Environment variables of experiment.py and plot.py. */
  environment: z.record(z.string(), z.string()).default({}),
  /** Arguments of experiment.py, besides `--out_dir`. */
  arguments: z.array(z.string()).default([]),
  experimentLimits: exact(someResources).default({}),
  plotLimits: exact(someResources).default({}),
  /** Parameters of the method that this profile changes. */
  limits: exact(someLimits).default({}),
});

/** `template.json`: optional settings of a template, besides its required files. */
export const templateFileSchema = exact({
  name: z.string().optional(),
  description: z.string().optional(),
  metrics: z.record(z.string(), metricSchema).default({}),
  profiles: z.record(z.string(), profileSchema).default({}),
  packages: z.array(z.string()).default([]),
  /** Modules that the Coder may write beside experiment.py. */
  newModules: exact({
    count: z.number().int().min(1).max(20),
    sizeBytes: z.number().int().min(1).max(64_000).default(32_000),
  }).optional(),
});

export const promptFileSchema = z.object({ system: z.string(), task_description: z.string() });

const withSmallKeys = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, entry]) => [name.toLowerCase(), entry]))
    : value;

const rating = z.number().nullable().default(null);

/** `seed_ideas.json` and `ideas.json`; published templates capitalise the keys. */
export const ideasFileSchema = z.array(
  z.preprocess(
    withSmallKeys,
    z.object({
      name: z.string(),
      title: z.string(),
      experiment: z.string(),
      interestingness: rating,
      feasibility: rating,
      novelty: rating,
    }),
  ),
);

const requiredResources = z.object({ ...resources, cpus: resources.cpus.optional() });

export const sandboxLimitsFileSchema = z.object({
  experiment: requiredResources,
  plot: requiredResources,
});
