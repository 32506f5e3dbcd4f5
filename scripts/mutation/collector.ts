const { mock } = process.getBuiltinModule('node:test');

/** Replaces node:test, so that tests can be run one by one and many times in one process. */
type Context = {
  readonly mock: typeof mock;
  readonly name: string;
  readonly signal: AbortSignal;
  readonly after: (hook: Body) => void;
  readonly diagnostic: (text: string) => void;
  readonly test: (name: string, ...given: readonly unknown[]) => Promise<void>;
};
type Body = (context: Context) => unknown;
type Hooks = { before: Body[]; after: Body[]; beforeEach: Body[]; afterEach: Body[] };
type Suite = { readonly name: string; readonly parent: Suite | undefined; readonly hooks: Hooks };

export type CollectedTest = { readonly name: string; readonly run: () => Promise<void> };

const suiteNamed = (name: string, parent?: Suite): Suite => ({
  name,
  parent,
  hooks: { before: [], after: [], beforeEach: [], afterEach: [] },
});

type Collection = {
  /** The suite in which the next test is defined. */
  suite: Suite;
  readonly tests: CollectedTest[];
  /** Suites whose `before` hooks have run. */
  readonly opened: Set<Suite>;
  /** Suites whose tests are not known yet. Read in sequence, because a body may wait before it defines them. */
  readonly waiting: { readonly inner: Suite; readonly body: Body }[];
};

const blank = (): Collection => ({ suite: suiteNamed(''), tests: [], opened: new Set(), waiting: [] });
const current = blank();

const isBody = (value: unknown): value is Body => typeof value === 'function';
const bodyOf = (given: readonly unknown[]): Body => given.find(isBody) ?? (() => {});

const chainOf = (inner: Suite | undefined): readonly Suite[] =>
  inner === undefined ? [] : [...chainOf(inner.parent), inner];

const contextOf = (name: string, cleanups: Body[]): Context => ({
  name,
  mock,
  signal: new AbortController().signal,
  after: (hook) => cleanups.push(hook),
  diagnostic: () => {},
  test: async (inner, ...given) => runBody(inner, bodyOf(given), []),
});

const runBody = async (name: string, body: Body, suites: readonly Suite[]): Promise<void> => {
  const cleanups: Body[] = [];
  const context = contextOf(name, cleanups);
  try {
    for (const one of suites) {
      if (!current.opened.has(one)) for (const hook of one.hooks.before) await hook(context);
      current.opened.add(one);
    }
    for (const { hooks } of suites) for (const hook of hooks.beforeEach) await hook(context);
    await body(context);
  } finally {
    for (const { hooks } of suites.toReversed()) for (const hook of hooks.afterEach) await hook(context);
    for (const hook of cleanups) await hook(context);
    mock.reset();
    mock.timers.reset();
  }
};

export const test = (name: string, ...given: readonly unknown[]): void => {
  const suites = chainOf(current.suite);
  const full = [...suites.map((one) => one.name).filter((part) => part !== ''), name].join(' > ');
  current.tests.push({ name: full, run: () => runBody(name, bodyOf(given), suites) });
};
export const it = test;

export const describe = (name: string, ...given: readonly unknown[]): void => {
  current.waiting.push({ inner: suiteNamed(name, current.suite), body: bodyOf(given) });
};

export const before = (hook: Body): number => current.suite.hooks.before.push(hook);
export const after = (hook: Body): number => current.suite.hooks.after.push(hook);
export const beforeEach = (hook: Body): number => current.suite.hooks.beforeEach.push(hook);
export const afterEach = (hook: Body): number => current.suite.hooks.afterEach.push(hook);

/** The tests that one file defines while `load` imports it, and a function that closes the opened suites. */
export const collect = async (
  load: () => Promise<unknown>,
): Promise<{ readonly tests: readonly CollectedTest[]; readonly close: () => Promise<void> }> => {
  Object.assign(current, blank());
  await load();
  for (const { inner, body } of current.waiting) {
    current.suite = inner;
    await body(contextOf(inner.name, []));
  }
  const { tests, opened } = current;
  const close = async (): Promise<void> => {
    for (const one of opened) for (const hook of one.hooks.after) await hook(contextOf('', []));
  };
  return { tests, close };
};
