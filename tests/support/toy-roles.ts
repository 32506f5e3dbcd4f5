import { assign } from 'xstate';
import * as z from 'zod';
import type { LoadedRole } from '../../src/actors/roster.ts';
import { controlEvents } from '../../src/events/vocabulary/shell.ts';
import { emit, machineOptions, perform, type Role, roleSetup } from '../../src/machines/kit/kit.ts';

/** Asks for one count after another, each in a scope of its own, then ends the run. */
const asker: Role = {
  name: 'asker',
  description: 'Asks for counts.',
  scopes: ['run'],
  consumes: ['count.reached', 'run.quiesced'],
  performs: [],
  events: {
    'count.requested': { description: 'A count is wanted.', version: 1, schema: z.object({ to: z.number() }) },
    'run.finished': controlEvents['run.finished'],
  },
  machine: roleSetup<{ number: number; counts: number; to: number; sum: number }>().createMachine({
    id: 'asker',
    options: machineOptions,
    context: ({ input }) => ({ number: 1, counts: input.started.counts, to: input.started.to, sum: 0 }),
    initial: 'asking',
    states: {
      asking: {
        entry: emit<any>((context) => ({
          type: 'count.requested',
          data: { to: context.to },
          scope: `idea-${context.number}`,
        })),
        on: {
          'count.reached': [
            {
              guard: ({ context }) => context.number < context.counts,
              target: 'asking',
              reenter: true,
              actions: assign({
                number: ({ context }) => context.number + 1,
                sum: ({ context, event }) => context.sum + event.data.sum,
              }),
            },
            { target: 'done', actions: assign({ sum: ({ context, event }) => context.sum + event.data.sum }) },
          ],
        },
      },
      done: {
        entry: emit<any>((context) => ({
          type: 'run.finished',
          data: { outcome: 'completed', reason: `sum ${context.sum}`, ideas: [] },
        })),
      },
    },
  }),
};

/** What another version of the Counter might do otherwise: what it adds, and when it has enough. */
export type CounterVersion = {
  readonly added: (sum: number, value: number) => number;
  readonly isMore: (step: number, to: number) => boolean;
};

const counterVersion: CounterVersion = { added: (sum, value) => sum + value, isMore: (step, to) => step + 1 < to };

/** Adds up the results of one task after another. */
const counter = ({ added, isMore }: CounterVersion): Role => ({
  name: 'counter',
  description: 'Counts by tasks.',
  scopes: ['idea'],
  consumes: ['count.requested'],
  performs: ['toy'],
  events: {
    'count.stepped': { description: 'One step.', version: 1, schema: z.object({ sum: z.number() }) },
    'count.reached': { description: 'The count is reached.', version: 1, schema: z.object({ sum: z.number() }) },
  },
  machine: roleSetup<{ step: number; to: number; sum: number }>().createMachine({
    id: 'counter',
    options: machineOptions,
    context: { step: 0, to: 0, sum: 0 },
    initial: 'idle',
    states: {
      idle: {
        on: { 'count.requested': { target: 'counting', actions: assign({ to: ({ event }) => event.data.to }) } },
      },
      counting: {
        entry: perform<any>((context) => ({ kind: 'toy', key: 'add', input: () => ({ step: context.step }) })),
        on: {
          'result.add': {
            actions: emit<any>((context, event) => ({
              type: 'count.stepped',
              data: { sum: added(context.sum, event.outcome?.ok ? event.outcome.value : 0) },
            })),
          },
          'count.stepped': [
            {
              guard: ({ context }) => isMore(context.step, context.to),
              target: 'counting',
              reenter: true,
              actions: assign({ step: ({ context }) => context.step + 1, sum: ({ event }) => event.data.sum }),
            },
            { target: 'done', actions: assign({ sum: ({ event }) => event.data.sum }) },
          ],
        },
      },
      done: { entry: emit<any>((context) => ({ type: 'count.reached', data: { sum: context.sum }, scope: 'run' })) },
    },
  }),
});

export const toyRolesOf = (version: Partial<CounterVersion>): readonly LoadedRole[] =>
  [asker, counter({ ...counterVersion, ...version })].map((role) => ({ role, from: 'tests', version: '1' }));

export const toyRoles = toyRolesOf({});
