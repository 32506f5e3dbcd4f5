import type { AnyStateMachine } from 'xstate';
import type { ZodType } from 'zod';
import type { Event } from '../../events/envelope.ts';
import type { Outcome } from '../../events/outcome.ts';

export type EventDefinition = {
  /** One sentence for the catalogue. */
  readonly description: string;
  readonly version: number;
  readonly schema: ZodType;
  /** Key n turns data of version n into data of version n + 1. */
  readonly upcasts?: Readonly<Record<number, (data: unknown) => unknown>>;
};

export type Role = {
  /** `[a-z0-9-]`, unique in a roster; it is part of every id that its actors make. */
  readonly name: string;
  readonly description: string;
  /** Kinds of scope: there is one actor for each scope of these kinds. */
  readonly scopes: readonly string[];
  readonly machine: AnyStateMachine;
  /** Types it reacts to, besides the results of its own tasks and its own events, which always reach it. */
  readonly consumes: readonly string[];
  /** Types it publishes. */
  readonly events: Readonly<Record<string, EventDefinition>>;
  /** Task kinds it asks for. */
  readonly performs: readonly string[];
};

/** What a machine is created with: both parts are recorded, so that a replay creates the same actor. */
export type ActorInput = {
  readonly run: string;
  readonly scope: string;
  /** Data of `run.started`. */
  readonly started: any;
  /** The event that opened the scope. */
  readonly opening: Event;
};

/** An event as a machine sees it. Results of its own tasks have the type `result.<key>` and an outcome. */
export type Incoming = {
  readonly type: string;
  readonly id: string;
  readonly scope: string;
  readonly role: string;
  readonly time: string;
  readonly data: any;
  readonly outcome?: Outcome<any>;
};
