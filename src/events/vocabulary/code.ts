import * as z from 'zod';
import type { Read } from './definition.ts';
import { resultsSchema } from './experiment.ts';
import { treeSchema } from './tree.ts';

export const recordedExperimentSchema = z.object({
  run: z.number().int().nonnegative(),
  /** One sentence on what was changed for it. */
  description: z.string(),
  results: resultsSchema,
});
export type RecordedExperiment = Read<typeof recordedExperimentSchema>;

export const figureSchema = z.object({
  file: z.string(),
  blob: z.string(),
  sizeBytes: z.number().int(),
  description: z.string(),
});
export type Figure = Read<typeof figureSchema>;

export const codeEvents = {
  'plan.made': {
    description: 'The experiments that the Coder plans for an idea.',
    version: 1,
    schema: z.object({ runs: z.array(z.object({ description: z.string() })).min(1) }),
  },
  'code.edited': {
    description: 'experiment.py was changed for an experiment; its whole new text.',
    version: 1,
    schema: z.object({
      run: z.number().int(),
      attempt: z.number().int(),
      /** One sentence on what this experiment changes: as planned, or as the Coder now describes it. */
      description: z.string().default(''),
      file: z.string(),
      text: z.string(),
      /** The whole text of each module that the Coder has written beside it, by name. */
      modules: z.record(z.string(), z.string()).optional(),
      /** Files that the answer also changes but may not; those changes are omitted. */
      skipped: z.array(z.string()).optional(),
    }),
  },
  'runs.ended': {
    description: 'The Coder has no further experiments, or has exhausted its attempts at one.',
    version: 1,
    schema: z.object({ completed: z.array(z.number().int()), reason: z.string() }),
  },
  'note.written': {
    description: 'An entry of notes.txt.',
    version: 1,
    schema: z.object({ run: z.number().int(), text: z.string() }),
  },
  'plot.edited': {
    description: 'plot.py was changed; its whole new text.',
    version: 1,
    schema: z.object({
      attempt: z.number().int(),
      file: z.string(),
      text: z.string(),
      /** As in code.edited. */
      skipped: z.array(z.string()).optional(),
    }),
  },
  'figures.described': {
    description: 'A description of each figure, for the notes.',
    version: 1,
    schema: z.object({ figures: z.array(figureSchema) }),
  },
  'coding.finished': {
    description: 'Code, experiments, notes and figures of an idea are complete, so its paper can be written.',
    version: 1,
    schema: z.object({
      /** Sorted; run 0, the baseline, comes first. */
      runs: z.array(recordedExperimentSchema),
      notes: z.string(),
      figures: z.array(figureSchema),
      /** experiment.py and plot.py in their final state. */
      code: treeSchema,
      environment: z.record(z.string(), z.string()),
    }),
  },
};
