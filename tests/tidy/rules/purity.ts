import { importsOf, isOurs, type Texts, withoutComments } from '../../../scripts/source-tree.ts';

const pureFolders = /^(?:src\/(?:events|machines|latex)|examples)\//;
/** Performers of an added role perform tasks, so they may do I/O. */
const isExempt = (path: string): boolean =>
  path.endsWith('.test.ts') || (path.startsWith('examples/') && path.endsWith('performers.ts'));

const isPure = (path: string): boolean => pureFolders.test(path) && !isExempt(path);

const impure =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bMath\.random\b|\bperformance\.|\bprocess\.|\bset(?:Timeout|Interval|Immediate)\(|\bfetch\(|\bcrypto\b|\bglobalThis\b|\bconsole\./;
const strings = /'(?:[^'\\\n]|\\.)*'/g;
const purePackages = ['xstate', 'zod', 'jsonrepair'];

/** Uses of the clock, randomness, the machine and impure packages in pure rooms. */
export const impurities = (texts: Texts): readonly string[] =>
  [...texts]
    .filter(([path]) => isPure(path))
    .flatMap(([path, text]) => [
      ...withoutComments(text)
        .replace(strings, "''")
        .split('\n')
        .filter((line) => impure.test(line))
        .map((line) => `${path}: ${line.trim()}`),
      ...importsOf(path, text)
        .filter((name) => !isOurs(name) && !purePackages.includes(name))
        .map((name) => `${path} imports ${name}`),
    ]);
