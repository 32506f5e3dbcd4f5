import { isUtf8 } from 'node:buffer';
import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import type { Outside, OutsideFile } from '../../ports/outside.ts';
import { readPlainFile } from './read.ts';
import { looksLikeKey, secretive } from './secretive.ts';
import { type Found, kindOf, walk } from './walk.ts';

const megabyte = 1024 ** 2;
const maximumTextBytes = 64 * megabyte;
const maximumFileBytes = 32 * megabyte;
/** Bounds on a whole folder. */
const maximumFiles = 50_000;
const maximumBytes = 2048 * megabyte;

/** Weights and arrays: large, and useless without the program that wrote them. */
const weights = /\.(?:pt|pth|ckpt|pkl|pickle|npy|npz|bin|safetensors|h5|onnx)$/i;
const passedOver = /(?:^|\/)(?:\.git|__pycache__)(?:\/|$)|\.pyc$/;

const unreadable = (path: string, why: string): CodedError => new CodedError('outside.unreadable', `${path}: ${why}`);

type Bounds = { files: number; bytes: number };

const reasonAgainst = ({ path, status }: Found, { files, bytes }: Bounds): string | undefined => {
  if (!status.isFile()) return `it is ${kindOf(status)}, not a file`;
  if (secretive.test(path)) return 'files of this name usually hold keys';
  if (weights.test(path)) return 'weights and arrays are not taken over';
  if (status.size > maximumFileBytes) return `it has more than ${maximumFileBytes} bytes`;
  if (files >= maximumFiles) return `there are more than ${maximumFiles} files`;
  if (bytes + status.size > maximumBytes) return `with it, the files would be larger than ${maximumBytes} bytes`;
  return undefined;
};

async function* filesIn(folder: string, holdsSecret: (text: string) => boolean): AsyncGenerator<OutsideFile> {
  const taken: Bounds = { files: 0, bytes: 0 };
  for await (const found of walk(folder, (path) => !passedOver.test(path))) {
    if ('reason' in found) {
      yield found;
      continue;
    }
    const { path } = found;
    const reason = reasonAgainst(found, taken);
    const bytes = reason === undefined ? await readPlainFile(join(folder, path), maximumFileBytes) : undefined;
    if (bytes === undefined) yield { path, reason: reason ?? 'it cannot be read' };
    else if (isUtf8(bytes) && holdsSecret(bytes.toString())) yield { path, reason: 'it contains a key, or looks so' };
    else {
      taken.files += 1;
      taken.bytes += bytes.length;
      yield { path, bytes };
    }
  }
}

/** `holdsSecret`: true for a text with a secret; by default for one with an apparent key. */
export const createOutside = ({ holdsSecret = looksLikeKey } = {}): Outside => ({
  kindOf: async (path) => {
    const status = await lstat(resolve(path)).catch(() => undefined);
    if (status?.isDirectory()) return 'folder';
    if (status?.isFile()) return 'file';
    throw unreadable(path, status === undefined ? 'there is no such file or folder' : `it is ${kindOf(status)}`);
  },
  text: async (path) => {
    const bytes = await readPlainFile(resolve(path), maximumTextBytes);
    if (bytes === undefined) throw unreadable(path, `it is no plain file of at most ${maximumTextBytes} bytes`);
    if (!isUtf8(bytes) || bytes.includes(0)) throw unreadable(path, 'it is not text in UTF-8');
    return bytes.toString();
  },
  files: (folder) => filesIn(resolve(folder), holdsSecret),
});
