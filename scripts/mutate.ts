import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { workThrough } from './mutation/crew.ts';
import { isEquivalent, staleEquivalents } from './mutation/equivalent.ts';
import { createDependents, pathsBelow, sourceOf } from './mutation/modules.ts';
import { type Mutant, mutantsOf } from './mutation/mutants.ts';
import { type Fate, report, type Tried } from './mutation/report.ts';
import type { Cover, TestName, Verdict } from './mutation/trial.ts';

/**
 * Changes the source in one place at a time and checks whether a test fails: `node scripts/mutate.ts`.
 *
 * Each mutant is tried with the tests that run its code, fastest first, up to 10 s of tests. No file is written: modules
 * are replaced as they are loaded. The exit code is 0 whatever the score.
 *   --sources <folder>, --suites <folder>  instead of src/events and src/actors, and of the folders of tests that run them
 *   --files <part>   only source files whose path contains this part; repeatable
 *   --tests <part>   only test files whose path contains this part; repeatable
 *   --sample <n>     this many mutants, drawn evenly; --seed <s> draws others
 *   --results <file> stores killed mutants in this file, and does not try them again
 *   --jobs <n>       number of parallel processes
 */
const { values: options } = parseArgs({
  options: {
    sources: { type: 'string', multiple: true, default: ['src/events', 'src/actors'] },
    suites: {
      type: 'string',
      multiple: true,
      default: ['events', 'actors', 'outside', 'text', 'lab'].map((one) => `tests/${one}`),
    },
    files: { type: 'string', multiple: true },
    tests: { type: 'string', multiple: true },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    results: { type: 'string' },
    jobs: { type: 'string', default: `${availableParallelism()}` },
  },
});

/** Tests that start servers and processes, which do not load the replaced modules, or that run for minutes. */
const slowTests = /^tests\/(?:actors\/(?:ring|chaos|bundle-flips|budget)|outside\/foreign-files)\.test\.ts$/;
const budgetMs = 10_000;
/** A mutant counts as hung when its tests take this plus ten times their usual time. */
const patienceMs = 6000;

const has = (parts: readonly string[] | undefined, path: string): boolean =>
  parts === undefined || parts.some((part) => path.includes(part));
const dependentsOf = createDependents();
const paths = options.sources
  .flatMap(pathsBelow)
  .filter((path) => has(options.files, path) && mutantsOf(path, sourceOf(path)).length > 0);
const testFiles = options.suites
  .flatMap(pathsBelow)
  .filter((path) => path.endsWith('.test.ts') && !slowTests.test(path) && has(options.tests, path));
const jobs = Number(options.jobs);
const tell = (text: string): boolean => process.stderr.write(text);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
/** The mutants to try: all, or those with the lowest hash of seed and place. */
const chosen = (all: readonly Mutant[]): readonly Mutant[] => {
  if (options.sample === undefined) return all;
  const rank = ({ path, start, end, replacement }: Mutant): string =>
    digest([options.seed, path, start, end, replacement].join('\n'));
  const ranked = all.map((mutant) => ({ mutant, rank: rank(mutant) }));
  const kept = ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1)).slice(0, Number(options.sample));
  return kept.map(({ mutant }) => mutant);
};

/** Test file -> what it covers. */
const covers = new Map<string, Cover>();
tell(`measuring the coverage of ${testFiles.length} test files\n`);
await workThrough(testFiles, jobs, async (file, member) => {
  const reached = paths.filter((path) => dependentsOf(path).has(file));
  if (reached.length === 0) return;
  const found = await member.ask<Cover>({ kind: 'cover', file, paths: reached }, 50 * patienceMs);
  if (found === undefined) {
    tell(`left out, because it does not end: ${file}\n`);
    return;
  }
  for (const name of found.failed) tell(`left out, because it fails without a mutant: ${file}: ${name}\n`);
  covers.set(file, { ...found, tests: found.tests.filter(({ name }) => !found.failed.includes(name)) });
});

/** Source file -> test file -> number of mutants that it has killed. */
const kills = new Map<string, Map<string, number>>();
const killsOf = (path: string): Map<string, number> => {
  const found = kills.get(path) ?? new Map<string, number>();
  kills.set(path, found);
  return found;
};

/** The tests that run a mutant's code, those files first that kill the most mutants for their time. */
const testsFor = ({ path }: Mutant, index: number): readonly TestName[] => {
  const groups = [...covers].flatMap(([file, { loadMs, tests }]) => {
    const own = tests.filter(({ reaches }) => reaches[path]?.includes(index));
    const quick = own.sort((one, other) => one.ms - other.ms);
    const ms = loadMs + quick.reduce((sum, test) => sum + test.ms, 0);
    return own.length === 0 ? [] : [{ loadMs, quick, rank: (ms + 50) / (1 + (killsOf(path).get(file) ?? 0)) }];
  });
  const chosenTests: TestName[] = [];
  let spentMs = 0;
  for (const { loadMs, quick } of groups.sort((one, other) => one.rank - other.rank)) {
    if (spentMs > 0 && spentMs + loadMs + (quick[0]?.ms ?? 0) > budgetMs) continue;
    spentMs += loadMs;
    for (const { file, name, ms } of quick) {
      if (spentMs > loadMs && spentMs + ms > budgetMs) break;
      spentMs += ms;
      chosenTests.push({ file, name, ms });
    }
  }
  return chosenTests;
};

const keyOf = ({ path, start, end, replacement }: Mutant): string =>
  digest([digest(sourceOf(path)), path, start, end, replacement].join('\n'));
const known = new Set(
  options.results === undefined
    ? []
    : (await readFile(options.results, 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
);

const indexed = new Map(paths.flatMap((path) => mutantsOf(path, sourceOf(path)).map((mutant, at) => [mutant, at])));
const mutants = chosen([...indexed.keys()]);
const tried: Tried[] = [];

const fateOf = async (
  mutant: Mutant,
  ask: (tests: readonly TestName[], limitMs: number) => Promise<Verdict | undefined>,
): Promise<Fate> => {
  if (isEquivalent(mutant)) return 'equivalent';
  if (known.has(keyOf(mutant))) return 'killed';
  const tests = testsFor(mutant, indexed.get(mutant) ?? -1);
  if (tests.length === 0) return 'unreached';
  const verdict = await ask(tests, patienceMs + 10 * tests.reduce((sum, { ms }) => sum + ms, 0));
  if (verdict === undefined) return 'hung';
  const [file = ''] = verdict.by.split(': ');
  if (verdict.verdict === 'killed') killsOf(mutant.path).set(file, (killsOf(mutant.path).get(file) ?? 0) + 1);
  return verdict.verdict;
};

const begun = performance.now();
await workThrough(mutants, jobs, async (mutant, member) => {
  const fate = await fateOf(mutant, (tests, limitMs) => member.ask<Verdict>({ kind: 'try', mutant, tests }, limitMs));
  tried.push({ mutant, fate });
  if (options.results !== undefined && (fate === 'killed' || fate === 'hung'))
    await appendFile(options.results, `${keyOf(mutant)}\n`);
  if (tried.length % 50 === 0)
    tell(`${tried.length} of ${mutants.length} after ${Math.round((performance.now() - begun) / 1000)} s\n`);
});

process.stdout.write(
  report(
    [...tried].sort((one, other) =>
      one.mutant.path + one.mutant.line.toString().padStart(4) <
      other.mutant.path + other.mutant.line.toString().padStart(4)
        ? -1
        : 1,
    ),
  ),
);
for (const line of staleEquivalents([...indexed.keys()]))
  process.stdout.write(`listed as equivalent, but not a mutant: ${line}\n`);
