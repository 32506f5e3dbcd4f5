import * as z from 'zod';
import type { LoadedRole } from '../../src/actors/roster.ts';
import { controlEvents, shellEvents } from '../../src/events/vocabulary/shell.ts';
import {
  type ActorInput,
  defineRole,
  type EventDefinition,
  pick,
  type TaskDefinition,
} from '../../src/machines/kit/kit.ts';

/** One step of a count. */
export const toyTask = {
  kind: 'toy',
  description: 'Count one further.',
  input: z.object({ step: z.number() }),
  value: z.number(),
} as const satisfies TaskDefinition;

const sum = z.object({ sum: z.number() });

const countEvents = {
  'count.requested': { description: 'A count is wanted.', version: 1, schema: z.object({ to: z.number() }) },
  'count.stepped': { description: 'One step.', version: 1, schema: sum },
  'count.reached': { description: 'The count is reached.', version: 1, schema: sum },
} as const satisfies Readonly<Record<string, EventDefinition>>;

/** The data that starts a toy run. */
export type ToyStarted = { readonly counts: number; readonly to: number };

const startedOf = ({ started }: ActorInput): ToyStarted => started as unknown as ToyStarted;

export const asker = defineRole({
  name: 'asker',
  description: 'Asks for counts.',
  scopes: ['run'],
  context: (input) => ({ ...startedOf(input), number: 1, sum: 0 }),
  consumes: { ...pick(countEvents, 'count.reached'), ...pick(shellEvents, 'run.quiesced') },
  publishes: { ...pick(countEvents, 'count.requested'), ...pick(controlEvents, 'run.finished') },
  performs: {},
});

/** Requests one count after another, each in its own scope, then ends the run. */
const askerMachine = asker.createMachine({
  initial: 'asking',
  states: {
    asking: {
      entry: asker.emit(({ to, number }) => ({ type: 'count.requested', data: { to }, scope: `idea-${number}` })),
      on: {
        'count.reached': [
          {
            guard: ({ context }) => context.number < context.counts,
            target: 'asking',
            reenter: true,
            actions: asker.keep((context, { data }) => ({ number: context.number + 1, sum: context.sum + data.sum })),
          },
          { target: 'done', actions: asker.keep((context, { data }) => ({ sum: context.sum + data.sum })) },
        ],
      },
    },
    done: {
      entry: asker.emit((context) => ({
        type: 'run.finished',
        data: { outcome: 'completed', reason: `sum ${context.sum}`, ideas: [] },
      })),
    },
  },
});

/** How another version of the Counter might differ: what it adds, and where it stops. */
export type CounterVersion = {
  readonly added: (sum: number, value: number) => number;
  readonly isMore: (step: number, to: number) => boolean;
};

const counterVersion: CounterVersion = { added: (sum, value) => sum + value, isMore: (step, to) => step + 1 < to };

const counter = defineRole({
  name: 'counter',
  description: 'Counts by tasks.',
  scopes: ['idea'],
  context: () => ({ step: 0, to: 0, sum: 0 }),
  consumes: pick(countEvents, 'count.requested'),
  publishes: pick(countEvents, 'count.stepped', 'count.reached'),
  performs: { add: toyTask },
});

/** Adds the results of consecutive tasks. */
const counterMachine = ({ added, isMore }: CounterVersion) =>
  counter.createMachine({
    initial: 'idle',
    states: {
      idle: {
        on: {
          'count.requested': { target: 'counting', actions: counter.keep((_, { data: { to } }) => ({ to })) },
        },
      },
      counting: {
        entry: counter.perform(({ step }) => ({ kind: 'toy', key: 'add', input: () => ({ step }) })),
        on: {
          'result.add': {
            actions: counter.emit((context, { outcome }) => ({
              type: 'count.stepped',
              data: { sum: added(context.sum, outcome.ok ? outcome.value : 0) },
            })),
          },
          'count.stepped': [
            {
              guard: ({ context }) => isMore(context.step, context.to),
              target: 'counting',
              reenter: true,
              actions: counter.keep(({ step }, { data }) => ({ step: step + 1, sum: data.sum })),
            },
            { target: 'done', actions: counter.keep((_, { data }) => ({ sum: data.sum })) },
          ],
        },
      },
      done: { entry: counter.emit(({ sum }) => ({ type: 'count.reached', data: { sum }, scope: 'run' })) },
    },
  });

export const toyRolesOf = (version: Partial<CounterVersion>): readonly LoadedRole[] =>
  [asker.withMachine(askerMachine), counter.withMachine(counterMachine({ ...counterVersion, ...version }))].map(
    (role) => ({ role, from: 'tests', version: '1' }),
  );

export const toyRoles = toyRolesOf({});
