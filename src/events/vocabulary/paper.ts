import * as z from 'zod';
import { paperRecordSchema, searchedSchema } from './idea.ts';
import { sectionNames } from './names.ts';
import { submittedPaperSchema } from './run.ts';
import { treeSchema } from './tree.ts';

export { sectionNames };
export type SectionName = (typeof sectionNames)[number];

export const findingSchema = z.object({ file: z.string(), line: z.number().nullable(), message: z.string() });

export const pdfSchema = z.object({
  blob: z.string(),
  sizeBytes: z.number().int(),
  pages: z.number().int().nullable(),
});

export const paperEvents = {
  'title.chosen': { description: 'The title of a paper.', version: 1, schema: z.object({ title: z.string() }) },
  'section.drafted': {
    description: 'A section of a paper, new or rewritten, in LaTeX without its heading.',
    version: 1,
    schema: z.object({
      section: z.enum(sectionNames),
      text: z.string(),
      /** draft, then the first and the second refinement, fixes, and the revision after a review. */
      stage: z.enum(['draft', 'refined', 'refined-again', 'fixed', 'revised']),
      /** Where the program repaired the section: what it took out or wrote otherwise, in words. */
      mended: z.array(z.string()).optional(),
    }),
  },
  'citation.queried': {
    description: 'The Writer looks for a paper to cite.',
    version: 1,
    schema: z.object({ round: z.number().int(), query: z.string().nullable(), reason: z.string() }),
  },
  'citation.searched': {
    description: 'What the literature returned for a citation.',
    version: 1,
    schema: searchedSchema,
  },
  'citation.added': {
    description: 'Papers that the search returned are cited; where they were inserted.',
    version: 1,
    schema: z.object({
      round: z.number().int(),
      references: z.array(z.object({ key: z.string(), paper: paperRecordSchema })),
      sections: z.record(z.string(), z.string()),
      /** Insertions that could not be made, and why. */
      skipped: z.array(z.string()).default([]),
    }),
  },
  'paper.checked': {
    description: 'What the checks before a compile found.',
    version: 1,
    schema: z.object({
      round: z.number().int(),
      complaints: z.array(z.string()),
      /** Those of the complaints with which the compiler would refuse the paper or leave a hole in it. */
      blocking: z.array(z.string()).default([]),
    }),
  },
  'paper.fixed': {
    description: 'The whole new text of each section that a round of fixing changed.',
    version: 1,
    schema: z.object({
      round: z.number().int(),
      sections: z.record(z.string(), z.string()),
      /** Files for which the answer has changes too, and which are no sections: those changes are left out. */
      skipped: z.array(z.string()).optional(),
    }),
  },
  'paper.typeset': {
    description: 'One round of the compiler.',
    version: 1,
    schema: z.object({
      round: z.number().int(),
      ok: z.boolean(),
      errors: z.array(findingSchema),
      warnings: z.array(findingSchema).default([]),
      pdf: pdfSchema.nullable().default(null),
      /** Set when the compiler could not be had at all. */
      problem: z.object({ code: z.string(), message: z.string() }).nullable().default(null),
    }),
  },
  'paper.compiled': {
    description: 'A version of a paper is there as PDF.',
    version: 1,
    schema: z.object({
      /** 1, and 2 after an improvement. */
      version: z.number().int().positive(),
      title: z.string(),
      pdf: pdfSchema,
      /** Every source. */
      sources: treeSchema,
      /** The paper's text as the reviewers read it. */
      text: z.string(),
      /** Pictures of the pages, as blobs in PNG: what stands in the place of this event may bring some. */
      pages: z.array(z.string()).optional(),
      remaining: z.array(z.string()),
    }),
  },
  'paper.finished': {
    description: 'No further version of the paper will be made.',
    version: 1,
    schema: z.object({ version: z.number().int(), score: z.number(), decision: z.string() }),
  },
};

/** What a paper from outside comes with, in place of the Writer's events. */
export const submissionEvents = {
  'paper.submitted': {
    description: 'A paper from outside is to be reviewed; the Reviewer takes it as it takes paper.compiled.',
    version: 1,
    schema: submittedPaperSchema.extend({ version: z.number().int().positive() }),
  },
};
