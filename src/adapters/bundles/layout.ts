import { createHash } from 'node:crypto';
import { type BundleEntry, type Manifest, manifestSchema } from '../../events/bundle.ts';
import { blockBytes, endBytes, paddingBytes } from './tar.ts';

export const manifestName = 'manifest.json';
export const sumName = 'manifest.sha256';

/** Reading bounds, far above any run, that limit the cost of a damaged or hostile file. */
export const bounds = { manifestBytes: 64 * 1024 ** 2, entryBytes: 1024 ** 3, entries: 200_000 };

export type Placed = BundleEntry & { readonly offset: number };

/** The position of every part; it follows from the manifest alone. */
export type Layout = {
  readonly manifest: Placed;
  readonly sum: Placed;
  readonly entries: readonly Placed[];
  readonly endOffset: number;
  readonly sizeBytes: number;
};

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Returns a manifest's canonical text, with one line per entry. */
export const manifestText = ({ entries, ...head }: Manifest): string => {
  const lines = entries.map(({ name, sizeBytes, sha256 }) => JSON.stringify({ name, sizeBytes, sha256 }));
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines.join(',\n')}\n]}\n`;
};

/** Returns the text that `sha256sum --check` reads. */
export const sumText = (manifest: Uint8Array): string => `${sha256(manifest)}  ${manifestName}\n`;

/** Returns undefined for any text but a manifest's canonical one. */
export const parseManifest = (bytes: Uint8Array): Manifest | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const { format, version, run, events, chain, sizeBytes, entries } = manifestSchema.parse(JSON.parse(text));
    const manifest = { format, version, run, events, chain, sizeBytes, entries };
    return manifestText(manifest) === text ? manifest : undefined;
  } catch {
    return undefined;
  }
};

export const layoutOf = (manifest: Manifest, bytes: Uint8Array): Layout => {
  let offset = 0;
  const place = ({ name, sizeBytes, sha256 }: BundleEntry): Placed => {
    const placed = { name, sizeBytes, sha256, offset: offset + blockBytes };
    offset = placed.offset + sizeBytes + paddingBytes(sizeBytes);
    return placed;
  };
  const sum = Buffer.from(sumText(bytes));
  const head = place({ name: manifestName, sizeBytes: bytes.length, sha256: sha256(bytes) });
  const tail = place({ name: sumName, sizeBytes: sum.length, sha256: sha256(sum) });
  const entries = manifest.entries.map(place);
  return { manifest: head, sum: tail, entries, endOffset: offset, sizeBytes: offset + endBytes };
};
