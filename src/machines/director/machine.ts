import { type Emission, emit, type Incoming, machineOptions, roleSetup } from '../kit/kit.ts';
import { decide } from './decide.ts';
import { hear } from './hear.ts';
import { awaitsApproval, type Ledger, openLedger } from './ledger.ts';

export const name = 'director';

const director = roleSetup<Ledger>();

const takeNote = director.assign(({ context, event }) => hear(context, event));
const heard = { target: 'deciding', actions: takeNote } as const;

const isApprovalDue = (ledger: Ledger): boolean => ledger.ideas.some((idea) => awaitsApproval(ledger, idea));

/** Most of what is heard, such as what a call has cost, leaves nothing to decide: it is noted where the Director rests. */
const heardAtRest = [
  {
    guard: ({ context, event }: { context: Ledger; event: Incoming }) => {
      const after = hear(context, event);
      return decide(after) === undefined && isApprovalDue(after) === isApprovalDue(context);
    },
    actions: takeNote,
  },
  heard,
] as const;

/**
 * One decision at a time: whatever is heard goes into the ledger, the ledger says what is to be recorded next, and
 * nothing further is decided until that has come back from the log.
 */
export const machine = director.createMachine({
  id: name,
  options: machineOptions,
  context: ({ input }) => openLedger(input),
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
      entry: emit<Ledger>((ledger) => decide(ledger) as Emission),
      on: { '*': [{ guard: ({ event }) => event.role === name, ...heard }, { actions: takeNote }] },
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
