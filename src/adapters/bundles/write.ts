import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { BundleAbout, Manifest } from '../../events/bundle.ts';
import { CodedError } from '../../events/outcome.ts';
import { readAhead } from '../../events/read-ahead.ts';
import type { BundleContent } from '../../ports/bundles.ts';
import { manifestName, manifestText, sha256, sumName, sumText } from './layout.ts';
import { endBytes, paddingBytes, tarHeader } from './tar.ts';

const manifestOf = ({ run, events, chain }: BundleAbout, contents: readonly BundleContent[]): Manifest => ({
  format: 'ai-scientist-run',
  version: 1,
  run,
  events,
  chain,
  sizeBytes: contents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  entries: contents.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
});

/** Yields a bundle's pieces in order; memory holds the entries that are read ahead. Throws CodedError('bundle.moved'). */
export async function* bundlePieces(
  about: BundleAbout,
  contents: readonly BundleContent[],
): AsyncGenerator<Uint8Array, string> {
  const manifest = Buffer.from(manifestText(manifestOf(about, contents)));
  const pieces = (name: string, bytes: Uint8Array): Uint8Array[] => [
    tarHeader(name, bytes.length),
    bytes,
    Buffer.alloc(paddingBytes(bytes.length)),
  ];
  yield* pieces(manifestName, manifest);
  yield* pieces(sumName, Buffer.from(sumText(manifest)));
  const ahead = readAhead(contents);
  for (const { name, sha256: wanted } of contents) {
    const bytes = (await ahead.next()).value as Uint8Array;
    if (sha256(bytes) !== wanted) throw new CodedError('bundle.moved', `${name} changed during the export: try again`);
    yield* pieces(name, bytes);
  }
  yield Buffer.alloc(endBytes);
  return sha256(manifest);
}

const exists = (path: string): Promise<boolean> =>
  open(path).then(
    async (file) => {
      await file.close();
      return true;
    },
    () => false,
  );

/** Renames the file to its final name only once it is complete and on disk. */
export const writeBundle = async (
  path: string,
  about: BundleAbout,
  contents: readonly BundleContent[],
  replace: boolean,
): Promise<string> => {
  if (!replace && (await exists(path)))
    throw new CodedError('bundle.exists', `${path} already exists: give another --output, or --force to replace it`);
  const partial = `${path}.${process.pid}.partial`;
  let file: FileHandle | undefined;
  try {
    file = await open(partial, 'w');
    const pieces = bundlePieces(about, contents);
    let next = await pieces.next();
    while (!next.done) {
      await file.writeFile(next.value);
      next = await pieces.next();
    }
    await file.sync();
    await file.close();
    file = undefined;
    await rename(partial, path);
    return next.value;
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('bundle.unwritable', `bundle ${path} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    await file?.close();
    await rm(partial, { force: true });
  }
};
