import * as z from 'zod';
import type { Read } from './definition.ts';
import { completedExperimentSchema } from './experiment.ts';

const score = z.number().min(1).max(10);

export const ideaSchema = z.object({
  /** snake_case; unique in the archive that its author was shown. */
  name: z.string().regex(/^[a-z0-9_]{1,80}$/),
  title: z.string().min(1).max(300),
  /** The plan, in prose. */
  experiment: z.string().min(1).max(6000),
  interestingness: score,
  feasibility: score,
  novelty: score,
  /** Names of the archived ideas it builds on. */
  parents: z.array(z.string()).default([]),
});
export type Idea = Read<typeof ideaSchema>;

/** A paper as a library describes it; no field is ever made up. */
export const paperRecordSchema = z.object({
  /** `doi:…`, else `arxiv:…`, else the library's own identifier. */
  id: z.string(),
  /** All identifiers, if the library knows others besides `id`. */
  identifiers: z.array(z.string()).optional(),
  title: z.string(),
  authors: z.array(z.string()),
  year: z.number().nullable(),
  venue: z.string().nullable(),
  abstract: z.string().nullable(),
  url: z.string().nullable(),
  citationCount: z.number().nullable(),
});
export type PaperRecord = Read<typeof paperRecordSchema>;

/** A library's answer as received. */
export const searchEvidenceSchema = z.object({
  library: z.string(),
  /** The request, without key and email address. */
  url: z.string(),
  /** Hash of the blob that holds the answer. */
  sha256: z.string(),
  sizeBytes: z.number().int().nonnegative(),
});

/** A library that was queried first and failed. */
export const failedLibrarySchema = z.object({ library: z.string(), code: z.string(), message: z.string() });

/** The data of `novelty.searched` and `citation.searched`. */
export const searchedSchema = z.object({
  round: z.number().int(),
  query: z.string(),
  library: z.string(),
  papers: z.array(paperRecordSchema),
  error: z.string().nullable(),
  evidence: z.array(searchEvidenceSchema).optional(),
  failed: z.array(failedLibrarySchema).optional(),
});

/** Published in the scope `idea-<n>` of their idea, except where another scope is named. */
export const ideaEvents = {
  'idea.requested': {
    description: 'Requests the next idea (scope `run`).',
    version: 1,
    schema: z.object({ number: z.number().int().positive() }),
  },
  'idea.drafted': {
    description: 'A draft of an idea: the first, or one after a reflection.',
    version: 1,
    schema: z.object({
      number: z.number().int(),
      draft: z.number().int(),
      /** The model had nothing more to improve. */
      done: z.boolean(),
      idea: ideaSchema,
    }),
  },
  'idea.proposed': {
    description: 'The last draft of an idea, submitted to the novelty check.',
    version: 1,
    schema: z.object({ number: z.number().int(), idea: ideaSchema }),
  },
  'novelty.queried': {
    description: 'A literature query in a round of the novelty check.',
    version: 1,
    schema: z.object({ round: z.number().int(), query: z.string(), thought: z.string() }),
  },
  'novelty.searched': {
    description: 'The result of a literature query: every paper that the model is shown, or why there was none.',
    version: 1,
    schema: searchedSchema,
  },
  'idea.judged': {
    description: 'The novelty check has ended. Undecided means not novel.',
    version: 1,
    schema: z.object({
      number: z.number().int(),
      novel: z.boolean(),
      decided: z.boolean(),
      rounds: z.number().int(),
      reason: z.string(),
    }),
  },
  'proposal.failed': {
    description: 'The model produced no usable idea for this number.',
    version: 1,
    schema: z.object({ number: z.number().int(), code: z.string(), message: z.string() }),
  },
  'idea.approved': {
    description: 'A person approved the development of the idea.',
    version: 1,
    schema: z.object({ number: z.number().int() }),
  },
  'idea.started': {
    description: 'Development of a novel idea starts, with the baseline that it is compared with.',
    version: 2,
    schema: z.object({
      number: z.number().int(),
      idea: ideaSchema,
      baseline: completedExperimentSchema,
      /** Id of the event that recorded the baseline; `<run>/<id>` for one of an earlier run; empty if unknown. */
      measured: z.string(),
    }),
    upcasts: { 1: (data: unknown) => ({ ...(data as object), measured: '' }) },
  },
  'idea.failed': {
    description: 'A role abandons an idea.',
    version: 1,
    schema: z.object({ code: z.string(), message: z.string() }),
  },
  'idea.finished': {
    description: 'An idea has ended.',
    version: 1,
    schema: z.object({
      number: z.number().int(),
      name: z.string(),
      outcome: z.enum(['reviewed', 'not-novel', 'failed', 'cancelled']),
      /** An error code and message for a failure, otherwise a sentence. */
      reason: z.string(),
      score: z.number().nullable(),
    }),
  },
};
