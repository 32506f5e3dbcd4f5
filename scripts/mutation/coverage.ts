import { Session } from 'node:inspector';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './modules.ts';

type Range = { readonly startOffset: number; readonly endOffset: number; readonly count: number };
type Script = { readonly url: string; readonly functions: readonly { readonly ranges: readonly Range[] }[] };

/** The code that ran since the last call, by project file. */
export type Covered = ReadonlyMap<string, readonly Range[]>;

/** V8's block coverage. */
export const createCoverage = () => {
  const session = new Session();
  session.connect();
  const post = (method: string, parameters: object = {}): any => {
    let answer: unknown;
    session.post(method, parameters, (error: Error | null, result: unknown) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  };
  post('Profiler.enable');
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    take: (): Covered => {
      const covered = new Map<string, readonly Range[]>();
      for (const { url, functions } of post('Profiler.takePreciseCoverage').result as readonly Script[]) {
        if (!url.startsWith('file:') || url.includes('/node_modules/')) continue;
        const path = relative(root, fileURLToPath(url));
        const ranges = functions.flatMap((one) => one.ranges);
        covered.set(path, [...(covered.get(path) ?? []), ...ranges]);
      }
      return covered;
    },
    stop: () => {
      post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
};

/** True if the innermost block around a position ran. */
export const ran = (covered: Covered, path: string, offset: number): boolean => {
  let innermost: Range | undefined;
  for (const range of covered.get(path) ?? []) {
    if (range.startOffset > offset || range.endOffset <= offset) continue;
    const length = range.endOffset - range.startOffset;
    if (innermost === undefined || length <= innermost.endOffset - innermost.startOffset) innermost = range;
  }
  return innermost !== undefined && innermost.count > 0;
};
