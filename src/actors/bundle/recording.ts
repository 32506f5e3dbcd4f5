import { blobPrefix, logEntry } from '../../events/bundle.ts';
import type { Event } from '../../events/envelope.ts';
import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import { SharedTexts } from '../../events/shared-texts.ts';
import type { Bundle } from '../../ports/bundles.ts';
import type { Recorded, Stored } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import { sha256 } from '../canonical.ts';
import { storedLines } from './log-lines.ts';

export const blobsOfBundle = (bundle: Bundle): Recording['blobs'] => ({
  sizes: async (names) =>
    new Map(
      names.flatMap((name) => {
        const entry = bundle.entries.get(blobPrefix + name);
        return entry === undefined ? [] : [[name, entry.sizeBytes]];
      }),
    ),
  has: async (sha256) => bundle.entries.has(blobPrefix + sha256),
  get: async (sha256) => {
    const entry = bundle.entries.get(blobPrefix + sha256);
    if (entry === undefined)
      throw new CodedError('blob.missing', `there is no blob ${sha256} in bundle ${bundle.path}`);
    if (entry.sha256 !== sha256)
      throw new CodedError('blob.corrupt', `blob ${sha256} of bundle ${bundle.path} does not match its SHA-256`);
    return bundle.read(entry.name);
  },
});

const recordedOf = (bundle: Bundle, stored: Stored, texts: SharedTexts): Recorded => {
  try {
    return { ...stored, event: texts.whole(parseJson(Buffer.from(stored.bytes).toString()) as Event) };
  } catch (error) {
    const { message } = error as Error;
    throw new CodedError(
      'log.corrupt',
      `event ${stored.sequence} of bundle ${bundle.path} cannot be read: ${message}`,
      { cause: error },
    );
  }
};

/** A run read from its open bundle. Checks everything read against its hash. Throws CodedError('bundle.damaged'). */
export const recordingOfBundle = async (bundle: Bundle): Promise<Recording> => {
  const { run } = bundle.about;
  const texts = new SharedTexts(sha256);
  const log = storedLines(run, await bundle.read(logEntry)).map((stored) => recordedOf(bundle, stored, texts));
  return { run, log, blobs: blobsOfBundle(bundle) };
};
