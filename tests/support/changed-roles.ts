import * as z from 'zod';
import { createRoster, type Roster } from '../../src/actors/roster.ts';
import { controlEvents } from '../../src/events/vocabulary/shell.ts';
import { emit, keep, machineOptions, perform, type Role, roleSetup } from '../../src/machines/kit/kit.ts';

type Context = { readonly total: number; readonly steps: number; readonly remembered?: unknown };

/** What a later version of the role does otherwise. */
export type Changes = {
  /** Added to each step's data. */
  readonly note?: () => string | number | undefined;
  readonly prompt?: (context: Context) => unknown;
  readonly steps?: number;
  /** Kept at each step, and never said. */
  readonly remembered?: () => unknown;
  /** The two facts at the end in the other order. */
  readonly isReordered?: boolean;
  readonly stepped?: Role['events'][string];
  /** Emitted after all that a run recorded. */
  readonly isLonger?: boolean;
};

const noted = z.union([z.string(), z.number()]).optional();

export const stepped: Role['events'][string] = {
  description: 'A step.',
  version: 1,
  schema: z.object({ by: z.number(), note: noted }),
};

const end = { type: 'run.finished', data: { outcome: 'completed', reason: 'done', ideas: [] } };

/** Asks for a number three times, records each step, sums up in two facts, and ends the run. */
export const walker = (changes: Changes = {}): Role => {
  const { note = () => undefined, prompt = ({ total }) => ({ text: `The total is ${total}.` }), steps = 3 } = changes;
  const facts = [
    { type: 'walk.summed', data: {} },
    { type: 'walk.closed', data: {} },
  ];
  return {
    name: 'walker',
    description: 'Walks.',
    scopes: ['run'],
    consumes: [],
    performs: ['toy'],
    events: {
      'walk.stepped': changes.stepped ?? stepped,
      'walk.summed': { description: 'The sum.', version: 1, schema: z.object({}) },
      'walk.closed': { description: 'The end.', version: 1, schema: z.object({}) },
      'walk.extended': { description: 'What came later.', version: 1, schema: z.object({}) },
      'run.finished': controlEvents['run.finished'],
    },
    machine: roleSetup<Context>().createMachine({
      id: 'walker',
      options: machineOptions,
      context: { total: 0, steps: 0 },
      initial: 'walking',
      states: {
        walking: {
          initial: 'asking',
          states: {
            asking: {
              entry: perform<Context>((context) => ({ kind: 'toy', key: 'number', input: () => prompt(context) })),
              on: {
                'result.number': {
                  target: 'judging',
                  actions: emit<Context>((_, { outcome }) => ({
                    type: 'walk.stepped',
                    data: { by: outcome?.ok ? outcome.value : 0, note: note() },
                  })),
                },
              },
            },
            judging: {
              on: {
                'walk.stepped': [
                  {
                    guard: ({ context }) => context.steps + 1 < steps,
                    target: 'asking',
                    actions: keep<Context>((context, { data }) => ({
                      total: context.total + data.by,
                      steps: context.steps + 1,
                      remembered: changes.remembered?.(),
                    })),
                  },
                  { target: '#walker.resting' },
                ],
              },
            },
          },
        },
        resting: {
          entry: (changes.isReordered ? [...facts].reverse() : facts).map((fact) => emit<Context>(() => fact)),
          on: { 'walk.closed': 'over' },
        },
        over: {
          entry: [end, ...(changes.isLonger ? [{ type: 'walk.extended', data: {} }] : [])].map((fact) =>
            emit<Context>(() => fact),
          ),
        },
      },
    }),
  };
};

export const rosterOfWalker = (changes?: Changes): Roster =>
  createRoster([{ role: walker(changes), from: 'tests', version: '1' }], {}, ['toy']);
