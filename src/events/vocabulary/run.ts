import * as z from 'zod';
import type { Read } from './definition.ts';
import { completedExperimentSchema } from './experiment.ts';
import { treeSchema } from './tree.ts';

const count = z.number().int().nonnegative();

/** Numbers of the method; the defaults are the paper's. */
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
  /** Answers asked for before a question is given up. */
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
  /** How many ideas are asked for; seed ideas do not count. */
  ideas: count.default(3),
  /** How many ideas are developed at once. */
  parallel: z.number().int().positive().default(2),
  improvement: z.boolean().default(false),
  /** A novel idea waits for a person's approval before it is developed. */
  approveIdeas: z.boolean().default(false),
  /** Literature searches in the order in which they are asked; empty for the usual ones. */
  literature: z.array(z.string()).default([]),
  limits: limitsSchema,
  budget: budgetSchema,
  /** As asked for: `auto`, `docker`, `docker:<image>`, `bubblewrap` or `none`. */
  sandbox: z.string().default('auto'),
  /** Tasks performed at once, by kind. */
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

export const seedIdeaSchema = z.object({
  name: z.string(),
  title: z.string(),
  experiment: z.string(),
  interestingness: z.number(),
  feasibility: z.number(),
  novelty: z.number(),
});

/** A research template as the run uses it: all that its profile decides is decided. */
export const templateSchema = z.object({
  name: z.string(),
  system: z.string(),
  taskDescription: z.string(),
  metrics: z.record(z.string(), metricSchema),
  environment: z.record(z.string(), z.string()),
  experimentLimits: resourceLimitsSchema,
  plotLimits: resourceLimitsSchema,
  seeds: z.array(seedIdeaSchema),
  /** Modules that the Coder may write beside experiment.py: how many, and how large each; none where this is absent. */
  newModules: z.object({ count: z.number().int().positive(), sizeBytes: z.number().int().positive() }).optional(),
  /** experiment.py, plot.py and whatever else a run needs beside them. */
  workspace: treeSchema,
  /** template.tex, the paper class and whatever else a paper needs beside them. */
  latex: treeSchema,
  /** SHA-256 over the workspace, the environment and the limits: what makes two baselines the same. */
  baselineKey: z.string(),
});
export type Template = Read<typeof templateSchema>;

/** What a later run is told of an idea in the archive. */
export const archivedIdeaSchema = z.object({
  name: z.string(),
  title: z.string(),
  experiment: z.string().default(''),
  origin: z.string(),
  /** Mean overall score; 0 means that it failed; null means that it was never developed. */
  score: z.number().nullable(),
  outcome: z.string(),
});
export type ArchivedIdea = Read<typeof archivedIdeaSchema>;

export const rosterSchema = z.object({
  roles: z.array(
    z.object({
      name: z.string(),
      /** `built-in`, or where it was loaded from: a name to look it up by, never an address to load. */
      from: z.string(),
      version: z.string(),
      /** Over the files of an added role. */
      sha256: z.string().optional(),
    }),
  ),
  /** role -> type it consumes -> type that it is given instead. */
  rename: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
export type RosterRecord = Read<typeof rosterSchema>;

/** A paper from outside, as it comes before the Reviewer. */
export const submittedPaperSchema = z.object({
  /** `[a-z0-9-]`, from the file's name. */
  name: z.string(),
  title: z.string(),
  /** As the reviewers read it. */
  text: z.string(),
  /** The file itself, as it was given. */
  file: z.object({ name: z.string(), blob: z.string(), sizeBytes: z.number().int() }),
  /** Pictures of its first pages, as blobs in PNG. */
  pages: z.array(z.string()),
});
export type SubmittedPaper = Read<typeof submittedPaperSchema>;

/** Where a run comes from whose first events are another's. */
export const lineageSchema = z.object({
  /** The run whose history is shared. */
  run: z.string(),
  /** Number of the last shared event. */
  through: z.number().int().positive(),
  /** Its id. */
  id: z.string(),
  /** Value of the other run's hash chain through it. */
  chain: z.string(),
  /** Ids of shared events whose data was changed. */
  edited: z.array(z.string()),
  /** What is different, in words. */
  changes: z.array(z.string()),
});
export type Lineage = Read<typeof lineageSchema>;

export const runStartedSchema = z.object({
  settings: settingsSchema,
  template: templateSchema,
  roster: rosterSchema,
  /** The archive of earlier runs on this template, given as context. */
  earlier: z.array(archivedIdeaSchema),
  /** Data of an earlier `experiment.completed` with the same baseline key, and where it was recorded. */
  baseline: z.object({ experiment: completedExperimentSchema, origin: z.string() }).nullable(),
  /** `adapter:model` per role, for the disclosure. */
  models: z.record(z.string(), z.string()),
  program: z.object({ name: z.string(), version: z.string() }),
  sandbox: z.string(),
  /** In runs that review one paper from outside, and only there. */
  paper: submittedPaperSchema.optional(),
  /** Null for a run that began by itself. */
  forkedFrom: lineageSchema.nullable().default(null),
});
export type RunStarted = Read<typeof runStartedSchema>;
