import * as z from 'zod';
import { machineOptions, type Role, roleSetup } from '../../../src/machines/kit/kit.ts';

/** Stands between the Coder and the Writer and says nothing: recorded runs need a `run.quiesced`. */
export const role: Role = {
  name: 'silent',
  description: 'Never lets the Writer begin.',
  scopes: ['idea'],
  consumes: ['coding.finished'],
  performs: [],
  events: { 'coding.cleared': { description: 'Never published.', version: 1, schema: z.object({}) } },
  machine: roleSetup<Record<string, never>>().createMachine({ id: 'silent', options: machineOptions, context: {} }),
};
