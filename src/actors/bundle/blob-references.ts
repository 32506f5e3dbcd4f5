import type { Event } from '../../events/envelope.ts';
import { parseJson } from '../../events/json.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { Recorded } from '../../ports/log.ts';

/** A blob that a run names, and where it does so first. */
export type BlobReference = {
  readonly sha256: string;
  /** `event 12, idea-1.coder.2.result, data.value.request`. */
  readonly place: string;
  /** False for a hash of which only the store can say whether it is that of a blob. */
  readonly required: boolean;
};

type Reader = Pick<Blobs, 'get'>;

const hash = /^[0-9a-f]{64}$/;

/** Fields that hold nothing but blobs: of trees and images, requests as sent, answers as they came, what experiments printed, pictures of pages. */
const blobFields = new Set(['blob', 'request', 'raw', 'stdout', 'stderr', 'pages']);

type Found = { readonly sha256: string; readonly path: string; readonly field: string };

/** Every text in a value of JSON that is a SHA-256. */
const hashesIn = function* (value: unknown, path: string, field: string): Generator<Found> {
  if (typeof value === 'string') {
    if (hash.test(value)) yield { sha256: value, path, field };
  } else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value))
      yield* hashesIn(inner, `${path}.${name}`, Array.isArray(value) ? field : name);
  }
};

/** Names that events have in fields for blobs, once each; what requests name is not looked at. */
export const namedBlobs = (events: readonly Event[]): readonly string[] => {
  const names = new Set<string>();
  for (const { data } of events)
    for (const { sha256, field } of hashesIn(data, '', '')) if (blobFields.has(field)) names.add(sha256);
  return [...names];
};

const parsed = async (blobs: Reader, sha256: string): Promise<unknown> => {
  try {
    return parseJson(Buffer.from(await blobs.get(sha256)).toString());
  } catch {
    return undefined;
  }
};

/**
 * The rule by which blobs belong to a run: whatever its events hold under `blob`, `request`, `raw`, `stdout`, `stderr` or `pages`, and
 * what a request holds under `blob` (images); and any other SHA-256 in its events that the store has a blob of, for
 * roles that name theirs otherwise. In the order in which they are met. A request that cannot be read gives none.
 */
export const blobReferences = async (
  log: readonly Recorded[],
  blobs: Reader,
): Promise<ReadonlyMap<string, BlobReference>> => {
  const references = new Map<string, BlobReference>();
  const add = ({ sha256, path, field }: Found): void => {
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
  for (const [sha256, place] of requests) {
    for (const found of hashesIn(await parsed(blobs, sha256), `${place}, in that blob`, ''))
      if (blobFields.has(found.field)) add(found);
  }
  return references;
};

/** The names of a run's blobs, sorted. */
export const blobNames = async (
  references: ReadonlyMap<string, BlobReference>,
  blobs: Pick<Blobs, 'has'>,
): Promise<readonly string[]> => {
  const names: string[] = [];
  for (const { sha256, required } of references.values()) if (required || (await blobs.has(sha256))) names.push(sha256);
  return names.sort();
};
