import * as z from 'zod';
import { codeEvents } from '../../../src/events/vocabulary/code.ts';
import { defineRole, pick } from '../../../src/machines/kit/kit.ts';

const silent = defineRole({
  name: 'silent',
  description: 'Never lets the Writer begin.',
  scopes: ['idea'],
  context: () => ({}),
  consumes: pick(codeEvents, 'coding.finished'),
  publishes: { 'coding.cleared': { description: 'Never published.', version: 1, schema: z.object({}) } },
  performs: {},
});

/** Stands between the Coder and the Writer and says nothing: recorded runs need a `run.quiesced`. */
export const role = silent.withMachine(silent.createMachine({}));
