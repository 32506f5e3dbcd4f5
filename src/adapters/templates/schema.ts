import * as z from 'zod';
import { limitsSchema, metricSchema } from '../../events/vocabulary/run.ts';

const resourcesSchema = z
  .object({
    wallTimeMs: z.number().positive(),
    memoryBytes: z.number().positive(),
    processes: z.number().positive(),
    fileSizeBytes: z.number().positive(),
    diskBytes: z.number().positive(),
    outputBytes: z.number().positive(),
    /** Number of processors; enforced by containers only. */
    cpus: z.number().positive(),
  })
  .partial();

const profileSchema = z.strictObject({
  description: z.string().optional(),
  /** Environment variables of experiment.py and plot.py. */
  environment: z.record(z.string(), z.string()).default({}),
  experimentLimits: resourcesSchema.default({}),
  plotLimits: resourcesSchema.default({}),
  /** Parameters of the method that this profile changes. */
  limits: z.partialRecord(limitsSchema.keyof(), z.number().int().nonnegative()).default({}),
});

/** `template.json`: optional settings of a template, besides its required files. */
export const templateFileSchema = z.strictObject({
  name: z.string().optional(),
  description: z.string().optional(),
  metrics: z.record(z.string(), metricSchema).default({}),
  profiles: z.record(z.string(), profileSchema).default({}),
  packages: z.array(z.string()).default([]),
  /** Modules that the Coder may write beside experiment.py. */
  newModules: z
    .strictObject({
      count: z.number().int().min(1).max(20),
      sizeBytes: z.number().int().min(1).max(64_000).default(32_000),
    })
    .optional(),
});

export const promptFileSchema = z.object({ system: z.string(), task_description: z.string() });

/** `seed_ideas.json`, with the capitalised keys of published templates. */
export const seedFileSchema = z.array(
  z
    .object({
      Name: z.string(),
      Title: z.string(),
      Experiment: z.string(),
      Interestingness: z.number(),
      Feasibility: z.number(),
      Novelty: z.number(),
    })
    .transform((seed) => ({
      name: seed.Name,
      title: seed.Title,
      experiment: seed.Experiment,
      interestingness: seed.Interestingness,
      feasibility: seed.Feasibility,
      novelty: seed.Novelty,
    })),
);

const requiredResources = resourcesSchema.required().partial({ cpus: true });

export const sandboxLimitsFileSchema = z.object({
  experiment: requiredResources,
  plot: requiredResources,
});
