import * as z from 'zod';
import { completedExperimentSchema, experimentReasons, failedExperimentSchema } from './experiment.ts';

/** What is tried of a template besides its baseline, before anything is paid for. */
export const templateEvents = {
  'template.examined': {
    description: 'The baseline was measured, plot.py was run on it, and a dummy paper was compiled.',
    version: 1,
    schema: completedExperimentSchema.extend({
      /** Files that plot.py drew from the baseline alone. */
      figures: z.array(z.string()),
      /** Why there are none; null if there are some. */
      plotProblem: z.string().nullable(),
      /** Why the paper could not be tried; null if it compiles. */
      paperProblem: z.string().nullable(),
    }),
  },
  'template.refused': {
    description: 'The template cannot lead to a paper: its baseline failed, or its template.tex does not compile.',
    version: 1,
    schema: failedExperimentSchema.extend({ reason: z.enum([...experimentReasons, 'unusable_paper']) }),
  },
};
