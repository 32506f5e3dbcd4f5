import * as z from 'zod';
import type { Read } from './definition.ts';
import { treeSchema } from './tree.ts';

const numbers = z.record(z.string(), z.number());

/** `final_info.json`, normalised: dataset -> metric -> value. */
export const resultsSchema = z.record(z.string(), z.object({ means: numbers, stderrs: numbers }));
export type Results = Read<typeof resultsSchema>;

export const experimentReasons = [
  'crashed',
  'timed_out',
  'out_of_memory',
  'over_disk_quota',
  'too_many_processes',
  'file_too_large',
  'no_result_file',
  'unusable_result_file',
  'cancelled',
  'not_performed',
] as const;

export const resourceUseSchema = z.object({
  wallTimeMs: z.number(),
  cpuTimeMs: z.number(),
  peakMemoryBytes: z.number(),
  diskBytes: z.number(),
});

/** The environment measured inside the sandbox: papers may claim this hardware and no other. */
export const environmentSchema = z.record(z.string(), z.string());

const where = { run: z.number().int().nonnegative(), attempt: z.number().int().positive() };

/** Files and values of a result that could not be kept: the first few with reasons, and how many there are in all. */
export const leftOutSchema = z.object({
  count: z.number().int().positive(),
  first: z.array(z.object({ path: z.string(), reason: z.string() })),
});
export type LeftOut = Read<typeof leftOutSchema>;

export const completedExperimentSchema = z.object({
  ...where,
  results: resultsSchema,
  /** The folder `run_<n>/`, as blobs and short texts. */
  outputs: treeSchema,
  /** Absent when everything was kept. */
  leftOut: leftOutSchema.optional(),
  resources: resourceUseSchema,
  environment: environmentSchema,
  sandbox: z.string(),
  /** Blobs of the complete output. */
  stdout: z.string(),
  stderr: z.string(),
});
export type CompletedExperiment = Read<typeof completedExperimentSchema>;

export const failedExperimentSchema = z.object({
  ...where,
  reason: z.enum(experimentReasons),
  explanation: z.string(),
  /** The end of stderr, at most 4 KB. */
  tail: z.string(),
  resources: resourceUseSchema.nullable(),
});

export const experimentEvents = {
  'experiment.requested': {
    description: 'Run `experiment.py --out_dir=run_<n>` on this workspace. Run 0 is the baseline (scope `baseline`).',
    version: 1,
    schema: z.object({ ...where, workspace: treeSchema }),
  },
  'experiment.completed': {
    description: 'An experiment ended with a usable result file.',
    version: 1,
    schema: completedExperimentSchema,
  },
  'experiment.failed': {
    description: 'An experiment ended without a usable result; the reason names the limit or fault.',
    version: 1,
    schema: failedExperimentSchema,
  },
  'plot.requested': {
    description: 'Run `plot.py` on this workspace, which contains the folders of the completed experiments.',
    version: 1,
    schema: z.object({ attempt: z.number().int().positive(), workspace: treeSchema }),
  },
  'plot.completed': {
    description: 'plot.py succeeded and made at least one figure.',
    version: 1,
    schema: z.object({ attempt: z.number().int(), figures: treeSchema, resources: resourceUseSchema }),
  },
  'plot.failed': {
    description: 'plot.py crashed, hit a limit, or made no figure.',
    version: 1,
    schema: z.object({
      attempt: z.number().int(),
      reason: z.enum([...experimentReasons, 'no_figures']),
      explanation: z.string(),
      tail: z.string(),
    }),
  },
};
