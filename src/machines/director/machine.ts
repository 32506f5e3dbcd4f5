import { type Emission, emit, type Incoming, machineOptions, roleSetup } from '../kit/index.ts';
import { decide } from './decide.ts';
import { hear } from './hear.ts';
import { type Ledger, openLedger } from './ledger.ts';

export const name = 'director';

const director = roleSetup<Ledger>();

const takeNote = director.assign(({ context, event }) => hear(context, event));
const heard = { target: 'deciding', actions: takeNote } as const;

/** Most of what is heard, such as what a call has cost, leaves nothing to decide: it is noted where the Director rests. */
const heardAtRest = [
  {
    guard: ({ context, event }: { context: Ledger; event: Incoming }) => decide(hear(context, event)) === undefined,
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
    /** Late demands change nothing. */
    finished: {},
  },
});
