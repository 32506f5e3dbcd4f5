import type { Seen } from '../kit/kit.ts';
import { type DirectorEvent, take } from './changes.ts';
import { awaitsApproval, type Context } from './context.ts';
import { decide, decided } from './decide.ts';
import { director } from './manifest.ts';

const { createMachine, emit, keep } = director;

const keepWhatIsHeard = keep((context, event: DirectorEvent) => take(context, event));
const heard = { target: 'deciding', actions: keepWhatIsHeard } as const;

const isApprovalDue = (context: Context): boolean => context.ideas.some((idea) => awaitsApproval(context, idea));

/** Most events, such as the cost of a call, require no decision: they only update the context. */
const heardAtRest = [
  {
    guard: ({ context, event }: Seen<Context, DirectorEvent>) => {
      const after = take(context, event);
      return decide(after) === undefined && isApprovalDue(after) === isApprovalDue(context);
    },
    actions: keepWhatIsHeard,
  },
  heard,
] as const;

const isOwn = ({ event }: { readonly event: DirectorEvent }): boolean => event.role === director.manifest.name;

/**
 * Makes one decision at a time: every event updates the context, the context determines the next event to record, and
 * no further decision is made until that event has returned from the log.
 */
export const machine = createMachine({
  initial: 'deciding',
  states: {
    deciding: {
      always: [
        { guard: ({ context }) => decide(context) !== undefined, target: 'recording' },
        { guard: ({ context }) => context.finished, target: 'finished' },
        { guard: ({ context }) => context.paused, target: 'paused' },
        { guard: ({ context }) => context.baseline === null, target: 'baseline' },
        { guard: ({ context }) => isApprovalDue(context), target: 'approval' },
        { target: 'directing' },
      ],
    },
    recording: {
      entry: emit(decided),
      on: { '*': [{ guard: isOwn, ...heard }, { actions: keepWhatIsHeard }] },
    },
    /** Waits for run 0 before anything is paid for. */
    baseline: { on: { '*': heard } },
    directing: { on: { '*': heardAtRest } },
    paused: { on: { '*': heardAtRest } },
    /** An idea waits for a person's approval; others may be in development meanwhile. */
    approval: { tags: 'waits-for-person', on: { '*': heard } },
    /** Of late demands, only a revision changes anything. */
    finished: { on: { '*': heardAtRest } },
  },
});
