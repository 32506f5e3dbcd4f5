import * as z from 'zod';
import { codeEvents } from '../../src/events/vocabulary/code.ts';
import { paperEvents } from '../../src/events/vocabulary/paper.ts';
import { defineRole, pick } from '../../src/machines/kit/kit.ts';
import { checkClaims, recordedValues } from './claims.ts';

const count = z.number().int().nonnegative();

type Context = { readonly values: readonly number[] };

const factChecker = defineRole({
  name: 'fact-checker',
  description: 'Traces the numbers of a paper to the recorded results, then lets the paper go on.',
  scopes: ['idea'],
  context: (): Context => ({ values: [] }),
  consumes: { ...pick(codeEvents, 'coding.finished'), ...pick(paperEvents, 'paper.compiled') },
  publishes: {
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
  performs: {},
});

const { createMachine, emitEach, keep } = factChecker;

const machine = createMachine({
  initial: 'watching',
  states: {
    watching: {
      on: {
        'coding.finished': { actions: keep((_, { data }) => ({ values: recordedValues(data.runs) })) },
        'paper.compiled': {
          actions: emitEach(({ values }, { data }) => [
            { type: 'claims.checked', data: { version: data.version, ...checkClaims(data.text, values) } },
            { type: 'paper.cleared', data },
          ]),
        },
      },
    },
  },
});

/** Stands between the Writer and the Reviewer, and looks up each decimal number of a paper in the recorded results. */
export const role = factChecker.withMachine(machine);
