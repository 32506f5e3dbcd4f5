import { createHash } from 'node:crypto';
import type { Damage } from '../../ports/bundles.ts';
import type { Layout, Placed } from './layout.ts';
import type { Source } from './source.ts';
import { blockBytes, endBytes, paddingBytes, tarHeader } from './tar.ts';

const pieceBytes = 1024 ** 2;

const isHashed = async (source: Source, { offset, sizeBytes, sha256 }: Placed): Promise<boolean> => {
  const hash = createHash('sha256');
  for (let done = 0; done < sizeBytes; done += pieceBytes)
    hash.update(await source.read(offset + done, Math.min(pieceBytes, sizeBytes - done)));
  return hash.digest('hex') === sha256;
};

/** Finds the first unexpected byte. */
const findWrong = async (
  source: Source,
  part: string,
  offset: number,
  expected: Buffer,
): Promise<readonly Damage[]> => {
  const found = await source.read(offset, expected.length);
  if (expected.equals(found)) return [];
  const wrong = expected.findIndex((byte, index) => byte !== found[index]);
  const message = wrong < found.length ? 'not as `export` writes it' : 'the file ends too early';
  return [{ part, offset: offset + wrong, message }];
};

const damagesOf = async (source: Source, entry: Placed): Promise<readonly Damage[]> => {
  const { name, sizeBytes, sha256, offset } = entry;
  const header = await findWrong(source, `header of ${name}`, offset - blockBytes, tarHeader(name, sizeBytes));
  const content = (await isHashed(source, entry))
    ? []
    : [{ part: name, offset, message: `its SHA-256 is not ${sha256}` }];
  const padding = Buffer.alloc(paddingBytes(sizeBytes));
  return [...header, ...content, ...(await findWrong(source, `padding of ${name}`, offset + sizeBytes, padding))];
};

/**
 * Finds all damage: the bytes of entries are hashed, and all others follow from the manifest and are compared. Holds
 * one piece of 1 MiB at a time.
 */
export const findDamages = async (source: Source, layout: Layout): Promise<readonly Damage[]> => {
  const found: Damage[] = [];
  for (const entry of [layout.manifest, layout.sum, ...layout.entries]) found.push(...(await damagesOf(source, entry)));
  found.push(...(await findWrong(source, 'end of the archive', layout.endOffset, Buffer.alloc(endBytes))));
  if (source.sizeBytes > layout.sizeBytes) {
    const message = `${source.sizeBytes - layout.sizeBytes} surplus bytes follow`;
    found.push({ part: 'end of the archive', offset: layout.sizeBytes, message });
  }
  return found;
};
