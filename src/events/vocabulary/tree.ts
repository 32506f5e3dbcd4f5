import * as z from 'zod';

export const treeEntrySchema = z.union([
  z.object({ text: z.string() }),
  z.object({ blob: z.string(), sizeBytes: z.number().int().nonnegative() }),
]);

/** Relative path -> content; see src/events/tree.ts. */
export const treeSchema = z.record(z.string(), treeEntrySchema);
