import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createEmptyActor } from 'xstate';
import type { Event } from '../events/envelope.ts';
import type { ActorInput, Incoming, MakeEmission, Work } from '../machines/kit/kit.ts';

/** An event to publish, to be made when it is needed, or a task. */
export type Asked = MakeEmission | Work;

/** What a machine does on an event: its next snapshot, and what it asks for in the order in which it asks. */
export type Step = { readonly snapshot: AnyMachineSnapshot; readonly asked: readonly Asked[] };

let asked: Asked[] = [];

const collect = (action: { readonly type: string; readonly params?: unknown }): void => {
  if (action.type === 'emit') asked.push(...(action.params as { emissions: readonly MakeEmission[] }).emissions);
  if (action.type === 'perform') asked.push(...(action.params as { work: readonly Work[] }).work);
};

const self = createEmptyActor();

/**
 * XState's `transition()` makes an actor and a system for every event; machines without children or timers need neither,
 * so one scope is kept for all. Its shape is XState's own affair: the version is pinned, and a test compares both.
 */
const scope: AnyActorScope = {
  self,
  system: self.system,
  id: '',
  sessionId: '',
  logger: () => {},
  defer: () => {},
  stopChild: () => {},
  emit: () => {},
  actionExecutor: collect,
};

/** A machine as it opens. When it throws, the snapshot's status is `error`. */
export const openMachine = (machine: AnyStateMachine, input: ActorInput): Step => {
  asked = [];
  const snapshot = machine.getInitialSnapshot(scope, input);
  return { snapshot, asked };
};

/** One event to its end, with all steps without an event that follow. Throws what the machine throws. */
export const stepMachine = (machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: Incoming): Step => {
  asked = [];
  const next = machine.transition(snapshot, event, scope);
  if (next.status === 'error') throw next.error;
  return { snapshot: next, asked };
};

/** An event as a machine that knows it under this type sees it. */
export const incoming = (event: Event, type: string): Incoming => ({
  type,
  id: event.id,
  scope: event.scope,
  role: event.role,
  time: event.time,
  data: event.data,
});
