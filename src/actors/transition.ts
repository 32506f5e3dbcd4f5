import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createEmptyActor } from 'xstate';
import type { ActorInput, Incoming, MakeEmission, Work } from '../machines/kit/kit.ts';

/** An event to publish, to be made when it is needed, or a task. */
export type Asked = MakeEmission | Work;

/** What a machine does on an event: its next snapshot, and what it asks for in the order in which it asks. */
export type Step = { readonly snapshot: AnyMachineSnapshot; readonly asked: readonly Asked[] };

const self = createEmptyActor();

/**
 * XState's `transition()` makes an actor and a system for every event; machines without children or timers need neither,
 * so one scope serves for all, with a list of its own for what each step asks. Its shape is XState's own affair: the
 * version is pinned, and a test compares both.
 */
const scope = {
  self,
  system: self.system,
  id: '',
  sessionId: '',
  logger: () => {},
  defer: () => {},
  stopChild: () => {},
  emit: () => {},
};

const collectInto = (asked: Asked[]): AnyActorScope => ({
  ...scope,
  actionExecutor: ({ type, params }: { readonly type: string; readonly params?: unknown }) => {
    if (type === 'emit') asked.push(...(params as { emissions: readonly MakeEmission[] }).emissions);
    if (type === 'perform') asked.push(...(params as { work: readonly Work[] }).work);
  },
});

/** A machine as it opens. When it throws, the snapshot's status is `error`. */
export const openMachine = (machine: AnyStateMachine, input: ActorInput): Step => {
  const asked: Asked[] = [];
  const snapshot = machine.getInitialSnapshot(collectInto(asked), input);
  return { snapshot, asked };
};

/** One event to its end, with all steps without an event that follow. Throws what the machine throws. */
export const stepMachine = (machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: Incoming): Step => {
  const asked: Asked[] = [];
  const next = machine.transition(snapshot, event, collectInto(asked));
  if (next.status === 'error') throw next.error;
  return { snapshot: next, asked };
};
