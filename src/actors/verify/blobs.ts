import { CodedError } from '../../events/outcome.ts';
import { readAhead } from '../../events/read-ahead.ts';
import type { Recorded } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import { blobNames, blobReferences } from '../bundle/blob-references.ts';
import { sha256 } from '../canonical.ts';
import { type Check, Findings } from './check.ts';

type Read = { readonly name: string; readonly bytes?: Uint8Array; readonly error?: unknown };

const readBlob = (blobs: Recording['blobs'], name: string): Promise<Read> =>
  blobs.get(name).then(
    (bytes) => ({ name, bytes }),
    (error: unknown) => ({ name, error }),
  );

/** Hashes each blob again, because not every store checks its blobs on reading. */
export const checkBlobs = async (readable: readonly Recorded[], blobs: Recording['blobs']): Promise<Check> => {
  const findings = new Findings('blobs');
  const references = await blobReferences(readable, blobs);
  const names = await blobNames(references, blobs);
  const sizes = await blobs.sizes(names);
  const reads = names.map((name) => ({ sizeBytes: sizes.get(name) ?? 0, read: () => readBlob(blobs, name) }));
  let sizeBytes = 0;
  for await (const { name, bytes, error } of readAhead(reads)) {
    const place = `blob ${name} of ${references.get(name)?.place}`;
    if (bytes !== undefined) {
      sizeBytes += bytes.length;
      if (sha256(bytes) !== name) findings.fail(place, `its ${bytes.length} bytes do not match its SHA-256`);
    } else {
      // An unreachable store tells nothing about this blob, and would time out again for each further one.
      if (!(error instanceof CodedError) || error.code.endsWith('.unavailable')) throw error;
      findings.fail(place, `${error.message} [${error.code}]`);
    }
  }
  return findings.check(`${names.length} blobs of ${sizeBytes} bytes are there and match their names`);
};
