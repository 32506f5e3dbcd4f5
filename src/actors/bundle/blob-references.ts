import { parseJson } from '../../events/json.ts';
import { blobFields, hashesIn, type NamedHash } from '../../events/named-blobs.ts';
import { readAhead } from '../../events/read-ahead.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { Recorded } from '../../ports/log.ts';

/** A blob that a run references, and the first place where it does. */
export type BlobReference = {
  readonly sha256: string;
  /** `event 12, idea-1.coder.2.result, data.value.request`. */
  readonly place: string;
  /** False for a hash that only the store can identify as a blob's. */
  readonly required: boolean;
};

type Reader = Pick<Blobs, 'get'>;

const parsed = async (blobs: Reader, sha256: string): Promise<unknown> => {
  try {
    return parseJson(Buffer.from(await blobs.get(sha256)).toString());
  } catch {
    return undefined;
  }
};

/**
 * Returns the blobs that belong to a run, in the order of their first references: the values of `blob`, `request`, `raw`,
 * `stdout`, `stderr` and `pages` in its events, the values of `blob` (images) in a request, and any other SHA-256 in
 * its events that names a stored blob, for roles that use other fields. An unreadable request contributes none.
 */
export const blobReferences = async (
  log: readonly Recorded[],
  blobs: Reader,
): Promise<ReadonlyMap<string, BlobReference>> => {
  const references = new Map<string, BlobReference>();
  const add = ({ sha256, path, field }: NamedHash): void => {
    const required = blobFields.has(field);
    if (references.get(sha256)?.required || (references.has(sha256) && !required)) return;
    references.set(sha256, { sha256, place: path, required });
  };
  const requests = new Map<string, string>();
  for (const { sequence, event } of log) {
    for (const found of hashesIn(event.data, `event ${sequence}, ${event.id}, data`, '')) {
      add(found);
      if (found.field === 'request') requests.set(found.sha256, found.path);
    }
  }
  const reads = [...requests].map(([sha256, place]) => ({
    sizeBytes: 0,
    read: async () => ({ place, request: await parsed(blobs, sha256) }),
  }));
  for await (const { place, request } of readAhead(reads))
    for (const found of hashesIn(request, `${place}, in that blob`, '')) if (blobFields.has(found.field)) add(found);
  return references;
};

/** Returns the names of a run's blobs, sorted. */
export const blobNames = async (
  references: ReadonlyMap<string, BlobReference>,
  blobs: Pick<Blobs, 'sizes'>,
): Promise<readonly string[]> => {
  const all = [...references.values()];
  const found = await blobs.sizes(all.filter(({ required }) => !required).map(({ sha256 }) => sha256));
  return all
    .filter(({ sha256, required }) => required || found.has(sha256))
    .map(({ sha256 }) => sha256)
    .sort();
};
