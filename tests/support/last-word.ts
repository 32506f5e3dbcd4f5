import type { Performer } from '../../src/actors/performer.ts';
import { success } from '../../src/events/outcome.ts';
import { paperEvents } from '../../src/events/vocabulary/paper.ts';
import { reviewEvents } from '../../src/events/vocabulary/review.ts';
import { controlEvents } from '../../src/events/vocabulary/shell.ts';
import { tasks } from '../../src/events/vocabulary/tasks.ts';
import { type ActorInput, defineRole, pick } from '../../src/machines/kit/kit.ts';

const lastWord = defineRole({
  name: 'last-word',
  description: 'Reacts to what comes last in a run with tasks of its own.',
  scopes: ['run'],
  context: ({ started }: ActorInput) => ({ started }),
  consumes: {
    ...pick(paperEvents, 'paper.finished'),
    ...pick(reviewEvents, 'paper.reviewed'),
    ...pick(controlEvents, 'run.finished'),
  },
  publishes: {},
  performs: { related: tasks.search, again: tasks.experiment, summary: tasks.model, checked: tasks.search },
});

const { createMachine, perform } = lastWord;

const search = (key: 'related' | 'checked') =>
  perform(() => ({ kind: 'search' as const, key, input: () => ({ query: key, limit: 1 }) }));

/** A search for each reviewed paper, an experiment for each finished one, and two calls in a row for the run's end. */
export const role = lastWord.withMachine(
  createMachine({
    on: {
      'paper.reviewed': { actions: search('related') },
      'paper.finished': {
        actions: perform(({ started: { template } }) => ({
          kind: 'experiment',
          key: 'again',
          input: () => ({
            workspace: template.workspace,
            command: ['python', 'experiment.py', '--out_dir=run_0'],
            collect: { prefixes: ['run_0/'], suffixes: [] },
            limits: template.experimentLimits,
            environment: template.environment,
          }),
        })),
      },
      'run.finished': {
        actions: perform(() => ({
          kind: 'model',
          key: 'summary',
          input: () => ({ purpose: 'last-word.summary', system: '', messages: [], temperature: 0, maxTokens: 9 }),
        })),
      },
      'result.summary': { actions: search('checked') },
    },
  }),
);

const answer = {
  text: 'It went well.',
  model: 'stand-in',
  stopReason: 'end' as const,
  usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 },
  costUsd: 0,
  latencyMs: 1,
};

/** Answers this role's call, and lets each of its tasks begin only after `delay`. */
export const slowed =
  (delay: () => Promise<unknown>) =>
  (performer: Performer): Performer => ({
    ...performer,
    attempts: 10,
    perform: async (input, performing) => {
      if (performing.task.role !== 'last-word') return performer.perform(input, performing);
      await delay();
      return performer.task.kind === 'model' ? success(answer) : performer.perform(input, performing);
    },
  });
