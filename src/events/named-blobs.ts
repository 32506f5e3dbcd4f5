import type { Event } from './envelope.ts';

const hash = /^[0-9a-f]{64}$/;

/** Fields that hold only blobs: files and images, requests as sent, raw answers, output of experiments, page images. */
export const blobFields: ReadonlySet<string> = new Set(['blob', 'request', 'raw', 'stdout', 'stderr', 'pages']);

/** A SHA-256 in a JSON value, with the names that lead to it and the nearest of them. */
export type NamedHash = { readonly sha256: string; readonly path: string; readonly field: string };

/** Yields every string in a JSON value that is a SHA-256. */
export const hashesIn = function* (value: unknown, path: string, field: string): Generator<NamedHash> {
  if (typeof value === 'string') {
    if (hash.test(value)) yield { sha256: value, path, field };
  } else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value))
      yield* hashesIn(inner, `${path}.${name}`, Array.isArray(value) ? field : name);
  }
};

/** Returns the unique names in the events' blob fields; does not read requests. */
export const namedBlobs = (events: readonly Event[]): readonly string[] => {
  const names = new Set<string>();
  for (const { data } of events)
    for (const { sha256, field } of hashesIn(data, '', '')) if (blobFields.has(field)) names.add(sha256);
  return [...names];
};
