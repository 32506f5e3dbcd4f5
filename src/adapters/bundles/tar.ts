/** Size of the blocks of headers and padding. Source: POSIX.1-2017, pax, "ustar Interchange Format". */
export const blockBytes = 512;

const octal = (value: number, width: number): string => value.toString(8).padStart(width - 1, '0');

const fields = { name: 0, mode: 100, uid: 108, gid: 116, size: 124, time: 136, sum: 148, type: 156, magic: 257 };

/** Returns the header for a file name and size; owner, mode and time are the same for all files. */
export const tarHeader = (name: string, sizeBytes: number): Buffer => {
  const block = Buffer.alloc(blockBytes);
  block.write(name, fields.name, 100);
  block.write(octal(0o644, 8), fields.mode);
  block.write(octal(0, 8), fields.uid);
  block.write(octal(0, 8), fields.gid);
  block.write(octal(sizeBytes, 12), fields.size);
  block.write(octal(0, 12), fields.time);
  block.write(' '.repeat(8), fields.sum);
  block.write('0', fields.type);
  block.write('ustar\0' + '00', fields.magic);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, fields.sum);
  return block;
};

/** Returns a header's size field; NaN when it is invalid. */
export const sizeInHeader = (block: Uint8Array): number => {
  const text = Buffer.from(block.subarray(fields.size, fields.size + 11)).toString('latin1');
  return /^[0-7]{11}$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
};

export const paddingBytes = (sizeBytes: number): number => (blockBytes - (sizeBytes % blockBytes)) % blockBytes;

/** Size of the end mark: two blocks of zeros. */
export const endBytes = 2 * blockBytes;
