import type { Context } from './context.ts';
import { importer } from './manifest.ts';

const { createMachine, emit, keep } = importer;

const isWhole = ({ context: { expected, ideas } }: { readonly context: Context }): boolean => ideas.length >= expected;

/** An import that was interrupted, and that nobody completed before the run was resumed, ends as failed. */
const finish = emit(({ expected, ideas }) => ({
  type: 'run.finished',
  data: {
    outcome: ideas.length >= expected ? 'completed' : 'failed',
    reason: `imported: ${ideas.length} of ${expected} ideas`,
    ideas,
  },
}));

export const machine = createMachine({
  initial: 'receiving',
  states: {
    receiving: {
      always: { guard: isWhole, target: 'ended' },
      on: {
        'idea.imported': {
          actions: keep(({ ideas }, { scope, data: { name, outcome, score } }) => ({
            ideas: [...ideas, { scope, name, outcome, score }],
          })),
        },
        'run.quiesced': { target: 'ended' },
      },
    },
    ended: { entry: finish },
  },
});
