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
      /** draft, then the first and second refinement, fixes, and the revision after a review. */
      stage: z.enum(['draft', 'refined', 'refined-again', 'fixed', 'revised']),
      /** What the program removed or replaced in the section, in words. */
      mended: z.array(z.string()).optional(),
    }),
  },
  'citation.queried': {
    description: 'The Writer looks for a paper to cite.',
    version: 1,
    schema: z.object({ round: z.number().int(), query: z.string().nullable(), reason: z.string() }),
  },
  'citation.searched': {
    description: 'The result of a literature search for a citation.',
    version: 1,
    schema: searchedSchema,
  },
  'citation.added': {
    description: 'Papers from the search were cited, and where the citations were inserted.',
    version: 1,
    schema: z.object({
      round: z.number().int(),
      references: z.array(z.object({ key: z.string(), paper: paperRecordSchema })),
      sections: z.record(z.string(), z.string()),
      /** Citations that could not be inserted, and why. */
      skipped: z.array(z.string()).default([]),
    }),
  },
  'paper.checked': {
    description: 'The findings of the checks before a compilation.',
    version: 1,
    schema: z.object({
      round: z.number().int(),
      complaints: z.array(z.string()),
      /** The complaints because of which the compiler would reject the paper or leave a hole in it. */
      blocking: z.array(z.string()).default([]),
    }),
  },
  'paper.fixed': {
    description: 'The whole new text of each section that a round of fixing changed.',
    version: 1,
    schema: z.object({
      round: z.number().int(),
      sections: z.record(z.string(), z.string()),
      /** Files that the answer also changes but that are not sections; those changes are omitted. */
      skipped: z.array(z.string()).optional(),
    }),
  },
  'paper.typeset': {
    description: 'The result of one compilation.',
    version: 1,
    schema: z.object({
      round: z.number().int(),
      ok: z.boolean(),
      /** The program that set it, such as `lualatex`; absent in earlier logs. */
      engine: z.string().optional(),
      errors: z.array(findingSchema),
      warnings: z.array(findingSchema).default([]),
      pdf: pdfSchema.nullable().default(null),
      /** Set if the compiler was not available. */
      problem: z.object({ code: z.string(), message: z.string() }).nullable().default(null),
    }),
  },
  'paper.compiled': {
    description: 'A version of a paper exists as a PDF.',
    version: 1,
    schema: z.object({
      /** 1, and 2 after an improvement. */
      version: z.number().int().positive(),
      title: z.string(),
      pdf: pdfSchema,
      /** All source files. */
      sources: treeSchema,
      /** The text that the reviewers read. */
      text: z.string(),
      /** Images of the pages, as PNG blobs: an event that replaces this one may contain some. */
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

/** Content of a paper from outside, in place of the Writer's events. */
export const submissionEvents = {
  'paper.submitted': {
    description: 'A paper from outside is to be reviewed; the Reviewer treats it like paper.compiled.',
    version: 1,
    schema: submittedPaperSchema.extend({ version: z.number().int().positive() }),
  },
};
