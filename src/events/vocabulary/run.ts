import * as z from 'zod';
import type { Read } from './definition.ts';
import { completedExperimentSchema } from './experiment.ts';
import { ideaSchema } from './idea.ts';
import { treeSchema } from './tree.ts';

const count = z.number().int().nonnegative();

/** Limits of the method; the defaults are the paper's. */
export const limitsSchema = z.object({
  ideaReflections: count.default(3),
  noveltyRounds: count.default(10),
  papersPerSearch: count.default(10),
  runs: count.default(5),
  attemptsPerRun: count.default(4),
  plotAttempts: count.default(4),
  citationRounds: count.default(20),
  fixRounds: count.default(5),
  reviews: count.default(5),
  reviewReflections: count.default(5),
  /** Maximum number of answers requested before a question fails. */
  answers: count.default(4),
});
export type Limits = Read<typeof limitsSchema>;

export const budgetSchema = z.object({
  dollars: z.number().nonnegative().nullable(),
  tokens: z.number().nonnegative().nullable(),
  hours: z.number().nonnegative().nullable(),
});
export type Budget = Read<typeof budgetSchema>;

export const settingsSchema = z.object({
  profile: z.string(),
  mode: z.enum(['batch', 'open-ended']).default('batch'),
  /** Number of ideas requested; seed ideas do not count. */
  ideas: count.default(3),
  /** Maximum number of ideas developed at the same time. */
  parallel: z.number().int().positive().default(2),
  improvement: z.boolean().default(false),
  /** A novel idea waits for a person's approval before it is developed. */
  approveIdeas: z.boolean().default(false),
  /** Literature services in the order of use; empty for the default ones. */
  literature: z.array(z.string()).default([]),
  limits: limitsSchema,
  budget: budgetSchema,
  /** As configured: `auto`, `docker`, `docker:<image>`, `bubblewrap` or `none`. */
  sandbox: z.string().default('auto'),
  /** Maximum number of concurrent tasks, by kind. */
  concurrency: z.record(z.string(), z.number().int().positive()).default({}),
});
export type Settings = Read<typeof settingsSchema>;

export const resourceLimitsSchema = z.object({
  wallTimeMs: z.number().positive(),
  memoryBytes: z.number().positive(),
  processes: z.number().positive(),
  fileSizeBytes: z.number().positive(),
  diskBytes: z.number().positive(),
  outputBytes: z.number().positive(),
  cpus: z.number().positive().optional(),
});

export const metricSchema = z.object({
  better: z.enum(['lower', 'higher']).optional(),
  label: z.string().optional(),
  unit: z.string().optional(),
});

/** The ratings are null where the template gives none. */
export const seedIdeaSchema = z.object({
  name: z.string(),
  title: z.string(),
  experiment: z.string(),
  interestingness: z.number().nullable(),
  feasibility: z.number().nullable(),
  novelty: z.number().nullable(),
});

/** An idea as the archive lists it: a seed, or one that was proposed. */
export const listedIdeaSchema = ideaSchema.extend(seedIdeaSchema.shape);
export type ListedIdea = Read<typeof listedIdeaSchema>;

/** A research template with everything resolved that its profile determines. */
export const templateSchema = z.object({
  name: z.string(),
  system: z.string(),
  taskDescription: z.string(),
  metrics: z.record(z.string(), metricSchema),
  environment: z.record(z.string(), z.string()),
  /** Arguments of experiment.py, besides `--out_dir`. */
  arguments: z.array(z.string()).optional(),
  /** The folder that the baseline is told to write to, instead of `run_0`, which careless code writes to unasked. */
  baselineFolder: z.string().optional(),
  experimentLimits: resourceLimitsSchema,
  plotLimits: resourceLimitsSchema,
  seeds: z.array(seedIdeaSchema),
  /** How many modules the Coder may create beside experiment.py, and how large each may be; none if absent. */
  newModules: z.object({ count: z.number().int().positive(), sizeBytes: z.number().int().positive() }).optional(),
  /** experiment.py, plot.py and the other files that an experiment needs. */
  workspace: treeSchema,
  /** template.tex, the paper class and the other files that a paper needs. */
  latex: treeSchema,
  /** SHA-256 over workspace, environment and limits: baselines with equal keys are interchangeable. */
  baselineKey: z.string(),
});
export type Template = Read<typeof templateSchema>;

/** The information on an archived idea that later runs receive. */
export const archivedIdeaSchema = z.object({
  name: z.string(),
  title: z.string(),
  experiment: z.string().default(''),
  origin: z.string(),
  /** Mean overall score; 0 if the idea failed, null if it was never developed. */
  score: z.number().nullable(),
  outcome: z.string(),
});
export type ArchivedIdea = Read<typeof archivedIdeaSchema>;

/** The archive of earlier runs on this template, oldest first, given as context. */
export const earlierIdeasSchema = z.object({
  count,
  /** Blobs of JSON, each with some of the ideas, in order; consecutive runs share most of them. */
  pages: z.array(z.string()),
  /** Recorded only in logs of version 1; in later ones it is filled in from the pages before folding. */
  ideas: z.array(archivedIdeaSchema).default([]),
});
export type EarlierIdeas = Read<typeof earlierIdeasSchema>;

export const rosterSchema = z.object({
  roles: z.array(
    z.object({
      name: z.string(),
      /** `built-in`, or its source: a name for reference, never an address to load from. */
      from: z.string(),
      version: z.string(),
      /** Hash of the files of an added role. */
      sha256: z.string().optional(),
    }),
  ),
  /** role -> consumed type -> type delivered in its place. */
  rename: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
export type RosterRecord = Read<typeof rosterSchema>;

/** A paper from outside, as submitted to the Reviewer. */
export const submittedPaperSchema = z.object({
  /** `[a-z0-9-]`, derived from the file name. */
  name: z.string(),
  title: z.string(),
  /** The text that the reviewers read. */
  text: z.string(),
  /** The original file. */
  file: z.object({ name: z.string(), blob: z.string(), sizeBytes: z.number().int() }),
  /** Images of its first pages, as PNG blobs. */
  pages: z.array(z.string()),
});
export type SubmittedPaper = Read<typeof submittedPaperSchema>;

/** Origin of a run that shares its first events with another run. */
export const lineageSchema = z.object({
  /** The run whose history is shared. */
  run: z.string(),
  /** Number of the last shared event. */
  through: z.number().int().positive(),
  /** Id of that event. */
  id: z.string(),
  /** Value of the other run's hash chain through that event. */
  chain: z.string(),
  /** Ids of shared events whose data was changed. */
  edited: z.array(z.string()),
  /** The differences, in words. */
  changes: z.array(z.string()),
});
export type Lineage = Read<typeof lineageSchema>;

export const runStartedSchema = z.object({
  settings: settingsSchema,
  template: templateSchema,
  roster: rosterSchema,
  earlier: earlierIdeasSchema,
  /** Data of an earlier `experiment.completed` with the same baseline key, and where it was recorded. */
  baseline: z.object({ experiment: completedExperimentSchema, origin: z.string() }).nullable(),
  /** `adapter:model` per role, for the disclosure. */
  models: z.record(z.string(), z.string()),
  program: z.object({ name: z.string(), version: z.string() }),
  sandbox: z.string(),
  /** Present only in runs that review a paper from outside. */
  paper: submittedPaperSchema.optional(),
  /** Present only in runs that another system recorded and a person imported. */
  imported: z.object({ format: z.string(), from: z.string() }).optional(),
  /** Null for a run that was not forked. */
  forkedFrom: lineageSchema.nullable().default(null),
});
export type RunStarted = Read<typeof runStartedSchema>;

/** Version 1 contained the ideas themselves instead of pages. */
export const startedOfVersion1 = (data: unknown): unknown => {
  const earlier = (data as { readonly earlier?: unknown } | null)?.earlier;
  const ideas = Array.isArray(earlier) ? earlier : [];
  return { ...(data as object), earlier: { count: ideas.length, pages: [], ideas } };
};
