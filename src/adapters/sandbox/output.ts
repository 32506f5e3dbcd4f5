import { StringDecoder } from 'node:string_decoder';

const lineBytes = 8 * 1024;

export type Output = {
  write(chunk: Buffer): void;
  /** Call once, after the last chunk. */
  end(): void;
  /** Returns the beginning and the end, with a line between that states how much is missing. */
  text(): string;
  droppedBytes(): number;
};

/** Splits bytes into lines of at most 8 KB; a carriage return, as from a progress bar, also ends a line. */
export const lineSplitter = (onLine: (line: string) => void) => {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split(/\r?\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.length > lineBytes ? `${line.slice(0, lineBytes)}…` : line);
    for (; rest.length > lineBytes; rest = rest.slice(lineBytes)) onLine(rest.slice(0, lineBytes));
  };
  return {
    write: (chunk: Buffer) => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end());
      if (rest !== '') onLine(rest.replace(/\r$/, ''));
    },
  };
};

/**
 * Keeps half of `limitBytes` from the beginning and half from the end, where a crash is explained. Emits lines live up
 * to `limitBytes`.
 */
export const keepOutput = (limitBytes: number, onLine: (line: string) => void): Output => {
  const headBytes = Math.ceil(limitBytes / 2);
  const tailBytes = limitBytes - headBytes;
  const head: Buffer[] = [];
  let tail: Buffer[] = [];
  let headSize = 0;
  let tailSize = 0;
  let total = 0;
  const lines = lineSplitter(onLine);

  const shrinkTail = (): void => {
    const all = Buffer.concat(tail);
    tail = tailBytes === 0 ? [] : [Buffer.from(all.subarray(Math.max(0, all.length - tailBytes)))];
    tailSize = tail[0]?.length ?? 0;
  };

  return {
    write(chunk) {
      if (total < limitBytes) lines.write(chunk.subarray(0, limitBytes - total));
      total += chunk.length;
      const forHead = chunk.subarray(0, headBytes - headSize);
      if (forHead.length > 0) head.push(forHead);
      headSize += forHead.length;
      const forTail = chunk.subarray(forHead.length);
      if (forTail.length > 0) tail.push(forTail);
      tailSize += forTail.length;
      if (tailSize > tailBytes * 2 + 65_536) shrinkTail();
    },
    end: () => lines.end(),
    text() {
      shrinkTail();
      const dropped = total - headSize - tailSize;
      const gap = dropped > 0 ? [Buffer.from(`\n[... ${dropped} bytes of output dropped ...]\n`)] : [];
      return Buffer.concat([...head, ...gap, ...tail]).toString('utf8');
    },
    droppedBytes: () => Math.max(0, total - limitBytes),
  };
};
