/** What is read later, and how large it is as far as is known. */
export type Readable<Result> = { readonly sizeBytes: number; readonly read: () => Promise<Result> };

const mostAtOnce = 16;
const mostBytes = 32 * 1024 ** 2;

/**
 * Reads several at once and yields them in order. What is read ahead of the one that is due is bounded in number and in bytes. A
 * failure is thrown when it is due.
 */
export async function* readAhead<Result>(all: readonly Readable<Result>[]): AsyncGenerator<Result> {
  const reading: Promise<Result>[] = [];
  let [begun, bytes] = [0, 0];
  for (const [due, { sizeBytes }] of all.entries()) {
    for (let next = all[begun]; next !== undefined; next = all[begun]) {
      const fits = begun - due < mostAtOnce && bytes + next.sizeBytes <= mostBytes;
      if (begun !== due && !fits) break;
      const one = next.read();
      one.catch(() => {});
      reading.push(one);
      bytes += next.sizeBytes;
      begun += 1;
    }
    yield (await reading.shift()) as Result;
    bytes -= sizeBytes;
  }
}
