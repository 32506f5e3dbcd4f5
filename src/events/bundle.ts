import * as z from 'zod';

/** File name suffix of a bundle, a tar archive that ordinary tools can open. */
export const bundleSuffix = '.bundle.tar';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const entrySchema = z.strictObject({
  name: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  sha256: sha256Schema,
});
export type BundleEntry = z.infer<typeof entrySchema>;

/** The contents of a bundle; `chain` is the value of the hash chain through its last event. */
export const aboutSchema = z.strictObject({
  run: z.string(),
  events: z.number().int().positive(),
  chain: sha256Schema,
});
export type BundleAbout = z.infer<typeof aboutSchema>;

/** The first file of a bundle: lists all other files in order, except for its own checksum. */
export const manifestSchema = z.strictObject({
  format: z.literal('ai-scientist-run'),
  version: z.literal(1),
  ...aboutSchema.shape,
  /** Total of all entries. */
  sizeBytes: z.number().int().nonnegative(),
  entries: z.array(entrySchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const logEntry = 'events.jsonl';
/** One line per event: the chain value through it, which shows for each event whether it is intact. */
export const chainEntry = 'chain.txt';
export const blobPrefix = 'blobs/';
export const templatePrefix = 'template/';
export const chartPrefix = 'charts/';

/** Size of a tar header's name field. */
const maximumNameBytes = 100;

/** True for a relative path that does not escape its folder and fits into a tar header. */
export const isEntryName = (name: string): boolean =>
  new TextEncoder().encode(name).length <= maximumNameBytes &&
  !name.includes('\0') &&
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
