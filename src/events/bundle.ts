import * as z from 'zod';

/** What a bundle's name ends in: it is a tar archive, so that people can look inside with ordinary tools. */
export const bundleSuffix = '.bundle.tar';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const entrySchema = z.strictObject({
  name: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  sha256: sha256Schema,
});
export type BundleEntry = z.infer<typeof entrySchema>;

/** What a bundle is of; `chain` is the value of the hash chain through its last event. */
export const aboutSchema = z.strictObject({
  run: z.string(),
  events: z.number().int().positive(),
  chain: sha256Schema,
});
export type BundleAbout = z.infer<typeof aboutSchema>;

/** The first file of a bundle: it names every other one but its own sum, in order. */
export const manifestSchema = z.strictObject({
  format: z.literal('ai-scientist-run'),
  version: z.literal(1),
  ...aboutSchema.shape,
  /** Of all entries together. */
  sizeBytes: z.number().int().nonnegative(),
  entries: z.array(entrySchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const logEntry = 'events.jsonl';
/** One line per event: the value of the hash chain through it, which tells of each event by itself whether it is intact. */
export const chainEntry = 'chain.txt';
export const blobPrefix = 'blobs/';
export const templatePrefix = 'template/';
export const chartPrefix = 'charts/';

/** The field of a tar header that holds a name. */
const maximumNameBytes = 100;

/** True for a relative path that leads nowhere else and fits into a tar header. */
export const isEntryName = (name: string): boolean =>
  new TextEncoder().encode(name).length <= maximumNameBytes &&
  !name.includes('\0') &&
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
