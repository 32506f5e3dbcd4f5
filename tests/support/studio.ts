import { createRoster } from '../../src/actors/roster.ts';
import { codeEvents } from '../../src/events/vocabulary/code.ts';
import { experimentEvents } from '../../src/events/vocabulary/experiment.ts';
import { ideaEvents } from '../../src/events/vocabulary/idea.ts';
import { paperEvents } from '../../src/events/vocabulary/paper.ts';
import { reviewEvents } from '../../src/events/vocabulary/review.ts';
import { type RunStarted, runStartedSchema, type Settings } from '../../src/events/vocabulary/run.ts';
import { controlEvents } from '../../src/events/vocabulary/shell.ts';
import type { EventDefinition, Role } from '../../src/machines/kit/kit.ts';
import { bystander } from './bystander.ts';

const everyEvent: Readonly<Record<string, EventDefinition>> = {
  ...codeEvents,
  ...controlEvents,
  ...experimentEvents,
  ...ideaEvents,
  ...paperEvents,
  ...reviewEvents,
};

/** An inert role that declares the events which a test appends by hand. */
const outside = bystander('outside', everyEvent);

export const rosterWith = (...roles: readonly Role[]) =>
  createRoster(
    [...roles, outside].map((role) => ({ role, from: 'tests', version: '1' })),
    {},
    ['model', 'search', 'experiment', 'typeset'],
  );

const limits = {
  wallTimeMs: 1000,
  memoryBytes: 1,
  processes: 1,
  fileSizeBytes: 1,
  diskBytes: 1,
  outputBytes: 1,
};

export const seed = {
  name: 'seed_idea',
  title: 'A Seed',
  experiment: 'Change the seed.',
  interestingness: 5,
  feasibility: 5,
  novelty: 5,
};

export const unlimited = { dollars: null, tokens: null, hours: null };

export type Wishes = Partial<Omit<Settings, 'limits' | 'budget'>> & {
  limits?: Partial<Settings['limits']>;
  budget?: Partial<Settings['budget']>;
};

/** Ideas of earlier runs as a fold has them, without a store. */
export const givenIdeas = (ideas: RunStarted['earlier']['ideas']): RunStarted['earlier'] => ({
  count: ideas.length,
  pages: [],
  ideas,
});

/** Complete data of run.started, with a test's changes. */
export const startedWith = (wishes: Wishes = {}, more: Partial<RunStarted> = {}): RunStarted => ({
  ...runStartedSchema.parse({
    settings: {
      profile: 'quick',
      ...wishes,
      limits: { ...wishes.limits },
      budget: { ...unlimited, ...wishes.budget },
    },
    template: {
      name: 'toy',
      system: 'You study toys.',
      taskDescription: 'Make the toy better.',
      metrics: { loss: { better: 'lower' } },
      environment: {},
      experimentLimits: limits,
      plotLimits: limits,
      seeds: [seed],
      workspace: { 'experiment.py': { text: 'print(1)' } },
      latex: {},
      baselineKey: 'key',
    },
    roster: { roles: [], rename: {} },
    earlier: { count: 0, pages: [] },
    baseline: null,
    models: {},
    program: { name: 'ai-scientist', version: '0' },
    sandbox: 'none',
  }),
  ...more,
});

export const experiment = (run: number, loss = 1) => ({
  run,
  attempt: 1,
  results: { shakes: { means: { loss }, stderrs: { loss: 0.1 } } },
  outputs: {},
  resources: { wallTimeMs: 1000, cpuTimeMs: 900, peakMemoryBytes: 1, diskBytes: 1 },
  environment: { cpu: 'toy' },
  sandbox: 'none',
  stdout: 'a',
  stderr: 'b',
});

export const recordedBaseline = { baseline: { experiment: experiment(0), origin: 'run-0' } };

export const ideaNamed = (name: string) => ({
  name,
  title: `On ${name}`,
  experiment: 'Change one line.',
  interestingness: 6,
  feasibility: 7,
  novelty: 5,
  parents: [] as string[],
});

export const modelResult = (costUsd: number | null, tokens = 100) => ({
  task: 'x',
  kind: 'model',
  key: 'x',
  attempt: 1,
  durationMs: 1,
  inputSha256: 'x',
  value: { text: '', usage: { inputTokens: tokens, outputTokens: 0, cachedInputTokens: 0 }, costUsd },
});
