import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createEmptyActor } from 'xstate';
import type { ActorInput, Incoming, MakeEmission, Work } from '../machines/kit/kit.ts';

/** An event to publish, made lazily, or a task. */
export type Asked = MakeEmission | Work;

/** A machine's reaction to an event: its next snapshot and its requested outputs in order. */
export type Step = { readonly snapshot: AnyMachineSnapshot; readonly asked: readonly Asked[] };

const self = createEmptyActor();

/**
 * XState's `transition()` makes an actor and a system for every event. Machines without children or timers need
 * neither, so all share one scope, which collects the actions of each step. The scope's shape is internal to XState:
 * the version is pinned, and a test compares both.
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

/** Starts a machine. When it throws, the snapshot's status is `error`. */
export const openMachine = (machine: AnyStateMachine, input: ActorInput): Step => {
  const asked: Asked[] = [];
  const snapshot = machine.getInitialSnapshot(collectInto(asked), input);
  return { snapshot, asked };
};

/** Processes one event and all eventless transitions that follow it. Throws the machine's error. */
export const stepMachine = (machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: Incoming): Step => {
  const asked: Asked[] = [];
  const next = machine.transition(snapshot, event, collectInto(asked));
  if (next.status === 'error') throw next.error;
  return { snapshot: next, asked };
};
