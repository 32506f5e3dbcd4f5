import { assign } from 'xstate';
import * as z from 'zod';
import { paperEvents } from '../../src/events/vocabulary/paper.ts';
import { emitEach, machineOptions, type Role, roleSetup } from '../../src/machines/kit/kit.ts';
import { checkClaims, recordedValues } from './claims.ts';

const count = z.number().int().nonnegative();

/** Stands between the Writer and the Reviewer: looks for each decimal number of a paper among the recorded results. */
export const role: Role = {
  name: 'fact-checker',
  description: 'Traces the numbers of a paper to the recorded results, then lets the paper go on.',
  scopes: ['idea'],
  consumes: ['coding.finished', 'paper.compiled'],
  performs: [],
  events: {
    'claims.checked': {
      description: 'How many numbers of a paper are found among the recorded results.',
      version: 1,
      schema: z.object({ version: count, found: count, traced: count, untraced: z.array(z.string()) }),
    },
    'paper.cleared': {
      description: 'A paper whose numbers were looked up; the same data as paper.compiled.',
      version: 1,
      schema: paperEvents['paper.compiled'].schema,
    },
  },
  machine: roleSetup<{ values: readonly number[] }>().createMachine({
    id: 'fact-checker',
    options: machineOptions,
    context: { values: [] },
    initial: 'watching',
    states: {
      watching: {
        on: {
          'coding.finished': { actions: assign({ values: ({ event }) => recordedValues(event.data.runs) }) },
          'paper.compiled': {
            actions: emitEach(({ values }: { values: readonly number[] }, { data }) => [
              { type: 'claims.checked', data: { version: data.version, ...checkClaims(data.text, values) } },
              { type: 'paper.cleared', data },
            ]),
          },
        },
      },
    },
  }),
};
