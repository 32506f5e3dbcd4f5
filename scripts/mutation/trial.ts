import fc from 'fast-check';
import { collect } from './collector.ts';
import { createCoverage, ran } from './coverage.ts';
import { createDependents, loadEdition, root, serveEditions, sourceOf, strip } from './modules.ts';
import { type Mutant, mutantsOf, mutated } from './mutants.ts';

/** A test and its duration with the original code. */
export type TestName = { readonly file: string; readonly name: string; readonly ms: number };

export type CoverRequest = { readonly kind: 'cover'; readonly file: string; readonly paths: readonly string[] };
export type TryRequest = { readonly kind: 'try'; readonly mutant: Mutant; readonly tests: readonly TestName[] };
export type Request = CoverRequest | TryRequest;

/** A file's tests, each with the indexes of the mutants whose code it runs, by source file. */
export type Cover = {
  readonly loadMs: number;
  readonly failed: readonly string[];
  readonly tests: readonly (TestName & { readonly reaches: Readonly<Record<string, readonly number[]>> })[];
};
/** `invalid`: the mutant does not load. `by`: the failing test. */
export type Verdict = { readonly verdict: 'killed' | 'survived' | 'invalid'; readonly by: string };

const dependentsOf = createDependents();
const collector = new URL('./collector.ts', import.meta.url).href;
serveEditions(collector);
// All mutants get the same inputs, and a failing property need not be shrunk.
fc.configureGlobal({ seed: 20_260_101, endOnFailure: true });

/** The number of module copies loaded, and the first error outside any test's promise. */
const progress: { editions: number; fault: unknown } = { editions: 0, fault: undefined };
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    progress.fault ??= error ?? new Error(event);
  });

/** An error outside any test's promise fails the running test. */
const passes = async (run: () => Promise<void>): Promise<boolean> => {
  progress.fault = undefined;
  try {
    await run();
    await new Promise((resolve) => setImmediate(resolve));
    return progress.fault === undefined;
  } catch {
    return false;
  }
};

const since = (begun: number): number => Math.round(performance.now() - begun);
const importTests = (file: string) => collect(() => import(new URL(file, `file://${root}`).href));

const cover = async ({ file, paths }: CoverRequest): Promise<Cover> => {
  const mutants = paths.map((path) => [path, mutantsOf(path, sourceOf(path))] as const);
  // Loaded once first, to measure the cost of loading, and so that each measured module is its own copy.
  progress.editions += 1;
  const files = new Set(paths.flatMap((path) => [...dependentsOf(path)]));
  loadEdition({ name: `${progress.editions}`, files });
  const coverage = createCoverage();
  const reached = (): Record<string, readonly number[]> => {
    const covered = coverage.take();
    return Object.fromEntries(
      mutants.map(([path, all]) => [
        path,
        all.flatMap(({ place }, index) => (ran(covered, path, place) ? [index] : [])),
      ]),
    );
  };
  const begun = performance.now();
  const { tests, close } = await importTests(file);
  const loadMs = since(begun);
  const onLoad = reached();
  const found: Cover['tests'][number][] = [];
  const failed: string[] = [];
  for (const { name, run } of tests) {
    const start = performance.now();
    if (!(await passes(run))) failed.push(name);
    const ms = since(start);
    const own = reached();
    const reaches = Object.fromEntries(
      paths.map((path) => [path, [...new Set([...(own[path] ?? []), ...(onLoad[path] ?? [])])]]),
    );
    found.push({ file, name, ms, reaches });
  }
  await close();
  coverage.stop();
  return { loadMs, failed, tests: found };
};

const attempt = async ({ mutant, tests }: TryRequest): Promise<Verdict> => {
  const text = mutated(sourceOf(mutant.path), mutant);
  try {
    strip(text);
  } catch {
    return { verdict: 'invalid', by: '' };
  }
  progress.editions += 1;
  loadEdition({ name: `${progress.editions}`, files: dependentsOf(mutant.path), path: mutant.path, text });
  for (const file of new Set(tests.map((one) => one.file))) {
    const wanted = new Set(tests.filter((one) => one.file === file).map(({ name }) => name));
    let loaded: Awaited<ReturnType<typeof importTests>> | undefined;
    const isLoaded = await passes(async () => {
      loaded = await importTests(file);
    });
    if (!isLoaded || loaded === undefined) return { verdict: 'killed', by: `${file}: loading it` };
    try {
      for (const { name, run } of loaded.tests)
        if (wanted.has(name) && !(await passes(run))) return { verdict: 'killed', by: `${file}: ${name}` };
    } finally {
      await passes(loaded.close);
    }
  }
  return { verdict: 'survived', by: '' };
};

process.on('message', async (request: Request) => {
  const answer = request.kind === 'cover' ? await cover(request) : await attempt(request);
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
