import * as z from 'zod';
import { createRoster, type Roster } from '../../src/actors/roster.ts';
import { controlEvents } from '../../src/events/vocabulary/shell.ts';
import { defineRole, type EventDefinition, pick, type Role, type TaskDefinition } from '../../src/machines/kit/kit.ts';

type Context = { readonly total: number; readonly steps: number; readonly remembered?: unknown };

/** What a later version of the role does differently. */
export type Changes = {
  /** Added to each step's data. */
  readonly note?: () => string | number | undefined;
  readonly prompt?: (context: Context) => unknown;
  readonly steps?: number;
  /** Kept at each step, but never emitted. */
  readonly remembered?: () => unknown;
  /** Emits the two final facts in reverse order. */
  readonly isReordered?: boolean;
  readonly stepped?: EventDefinition;
  /** Emitted after everything that a run recorded. */
  readonly isLonger?: boolean;
};

const noted = z.union([z.string(), z.number()]).optional();

export const stepped = {
  description: 'A step.',
  version: 1,
  schema: z.object({ by: z.number(), note: noted }),
} as const satisfies EventDefinition;

const number = {
  kind: 'toy',
  description: 'Think of a number.',
  input: z.unknown(),
  value: z.number(),
} as const satisfies TaskDefinition;

const role = defineRole({
  name: 'walker',
  description: 'Walks.',
  scopes: ['run'],
  context: (): Context => ({ total: 0, steps: 0 }),
  consumes: {},
  publishes: {
    'walk.stepped': stepped,
    'walk.summed': { description: 'The sum.', version: 1, schema: z.object({}) },
    'walk.closed': { description: 'The end.', version: 1, schema: z.object({}) },
    'walk.extended': { description: 'What came later.', version: 1, schema: z.object({}) },
    ...pick(controlEvents, 'run.finished'),
  },
  performs: { number },
});

const { createMachine, emit, keep, perform } = role;

const summed = emit(() => ({ type: 'walk.summed', data: {} }));
const closed = emit(() => ({ type: 'walk.closed', data: {} }));
const extended = emit(() => ({ type: 'walk.extended', data: {} }));
const finished = emit(() => ({ type: 'run.finished', data: { outcome: 'completed', reason: 'done', ideas: [] } }));

/** Requests a number three times, records each step, emits two summary facts, and ends the run. */
export const walker = (changes: Changes = {}): Role => {
  const { note = () => undefined, prompt = ({ total }) => ({ text: `The total is ${total}.` }), steps = 3 } = changes;
  const machine = createMachine({
    initial: 'walking',
    states: {
      'walking.asking': {
        entry: perform((context) => ({ kind: 'toy', key: 'number', input: () => prompt(context) })),
        on: {
          'result.number': {
            target: 'walking.judging',
            actions: emit((_, { outcome }) => ({
              type: 'walk.stepped',
              data: { by: outcome.ok ? outcome.value : 0, note: note() },
            })),
          },
        },
      },
      'walking.judging': {
        on: {
          'walk.stepped': [
            {
              guard: ({ context }) => context.steps + 1 < steps,
              target: 'walking.asking',
              actions: keep((context, { data }) => ({
                total: context.total + data.by,
                steps: context.steps + 1,
                remembered: changes.remembered?.(),
              })),
            },
            { target: 'resting' },
          ],
        },
      },
      resting: {
        entry: changes.isReordered ? [closed, summed] : [summed, closed],
        on: { 'walk.closed': 'over' },
      },
      over: { entry: changes.isLonger ? [finished, extended] : [finished] },
    },
  });
  const made = role.withMachine(machine);
  return { ...made, events: { ...made.events, 'walk.stepped': changes.stepped ?? stepped } };
};

export const rosterOfWalker = (changes?: Changes): Roster =>
  createRoster([{ role: walker(changes), from: 'tests', version: '1' }], {}, ['toy']);
