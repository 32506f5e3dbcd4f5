import { type FileHandle, open } from 'node:fs/promises';
import { CodedError } from '../../events/outcome.ts';

/** Random access to bytes that are not held in memory. */
export type Source = {
  readonly path: string;
  readonly sizeBytes: number;
  /** Returns fewer bytes only at the source's end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
};

const readAll = async (file: FileHandle, offset: number, length: number): Promise<Uint8Array> => {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
};

export const openFile = async (path: string): Promise<Source> => {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const handle = file;
    const { size } = await handle.stat();
    // A folder opens but cannot be read.
    await readAll(handle, 0, 1);
    return {
      path,
      sizeBytes: size,
      read: (offset, length) => readAll(handle, offset, Math.max(0, Math.min(length, size - offset))),
      close: () => handle.close(),
    };
  } catch (error) {
    await file?.close();
    throw new CodedError('bundle.unreadable', `bundle ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
};
