import type { Seen } from '../kit/kit.ts';
import { type DirectorEvent, take } from './changes.ts';
import { awaitsApproval, type Context } from './context.ts';
import { decide, decided } from './decide.ts';
import { director } from './manifest.ts';

const { createMachine, emit, keep } = director;

const keepWhatIsHeard = keep((context, event: DirectorEvent) => take(context, event));
const heard = { target: 'deciding', actions: keepWhatIsHeard } as const;

const isApprovalDue = (context: Context): boolean => context.ideas.some((idea) => awaitsApproval(context, idea));

/** Most of what is heard, such as what a call has cost, leaves nothing to decide: it is noted where the Director rests. */
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
 * One decision at a time: whatever is heard changes what the Director knows, that says what is to be recorded next, and
 * nothing further is decided until it has come back from the log.
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
    /** Waits for run 0, before anything is paid for. */
    baseline: { on: { '*': heard } },
    directing: { on: { '*': heardAtRest } },
    paused: { on: { '*': heardAtRest } },
    /** An idea waits for a person's approval; others may be at work meanwhile. */
    approval: { tags: 'waits-for-person', on: { '*': heard } },
    /** Of late demands only one for a revision changes anything. */
    finished: { on: { '*': heardAtRest } },
  },
});
