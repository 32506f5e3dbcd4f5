import { type AnyStateMachine, setup } from 'xstate';
import * as z from 'zod';
import { createRoster } from '../../src/actors/roster.ts';
import { CodedError } from '../../src/events/outcome.ts';
import { controlEvents } from '../../src/events/vocabulary/shell.ts';
import { emit, emitEach, keep, perform } from '../../src/machines/kit/actions.ts';
import type { ActorInput, Emission, Incoming, Role } from '../../src/machines/kit/kit.ts';
import { Simulator } from './simulate.ts';

/** Orders for a scripted role, all carried out at once: publish events, request tasks, or throw. */
export type Order = {
  /** The addressed role; every role by default. */
  readonly to?: string;
  /** The addressed actors' scope; the order's own by default. */
  readonly at?: string;
  readonly say?: readonly Emission[];
  /** Tasks of kind `toy`; with `isBroken` the input cannot be built. */
  readonly ask?: readonly {
    readonly key: string;
    readonly kind?: string;
    readonly isBroken?: boolean;
    readonly input?: unknown;
  }[];
  /** The message of an error; `log.gap` is thrown as that coded error. */
  readonly break?: string;
};

type Context = { readonly scope: string; readonly heard: readonly string[]; readonly outcomes: readonly unknown[] };

const events: Role['events'] = {
  ...controlEvents,
  'order.given': { description: 'Do this.', version: 1, schema: z.any() },
  'stumble.ordered': {
    description: 'Publish what cannot be made.',
    version: 1,
    schema: z.object({ text: z.string() }),
  },
  'word.said': { description: 'A word.', version: 1, schema: z.object({ text: z.string() }) },
};

type Told = Incoming & { readonly data: any; readonly outcome?: unknown };

/** A machine without a role, so that a test can build machines that a role would not allow. */
export const machineFrom = (id: string, config: object): AnyStateMachine =>
  setup({ actions: { emit: () => {}, perform: () => {} } }).createMachine({
    id,
    options: { maxIterations: 1000 },
    ...config,
  } as object);

const breaking = (message: string): never => {
  throw message === 'log.gap' ? new CodedError(message, message) : new Error(message);
};

/** Carries out orders, and remembers the events and outcomes that it received. */
export const scriptedRole = (name: string, scopes: readonly string[], more: Partial<Role> = {}): Role => ({
  name,
  description: 'Does as ordered.',
  scopes,
  consumes: ['order.given', 'stumble.ordered', 'word.said', 'actor.failed'],
  performs: ['toy'],
  questions: [],
  events,
  machine: machineFrom(name, {
    context: ({ input }: { input: ActorInput }) => ({ scope: input.scope, heard: [], outcomes: [] }),
    on: {
      'order.given': {
        guard: ({ context, event }: { context: Context; event: any }) =>
          (event.data.to ?? name) === name && event.data.at === context.scope,
        actions: [
          keep<Context, Told>(({ heard }, { id, data }) =>
            data.break ? breaking(data.break) : { heard: [...heard, id] },
          ),
          emitEach<Context, Told>((_, { data }) => data.say ?? []),
          perform<Context, Told>((_, { data }) =>
            (data.ask ?? []).map(({ key, kind = 'toy', isBroken, input = { key } }: any) => ({
              kind,
              key,
              input: () => (isBroken ? breaking('no input') : input),
            })),
          ),
        ],
      },
      'stumble.ordered': { actions: emit<Context, Told>((_, { data }) => breaking(data.text)) },
      'result.*': {
        actions: keep<Context, Told>(({ outcomes }, { outcome }) => ({ outcomes: [...outcomes, outcome] })),
      },
      '*': { actions: keep<Context, Told>(({ heard }, { id }) => ({ heard: [...heard, id] })) },
    },
  }),
  ...more,
});

/** A role of the run that is always in one state with these tags. */
export const taggedRole = (name: string, tags: readonly string[]): Role =>
  scriptedRole(name, ['run'], {
    machine: machineFrom(name, { context: {}, initial: 'there', states: { there: { tags } } }),
  });

export const scriptedRoster = (roles: readonly Role[] = [scriptedRole('speaker', ['run'])]) =>
  createRoster(
    roles.map((role) => ({ role, from: 'tests', version: '1' })),
    {},
    ['toy', 'other'],
  );

/** A run of scripted roles whose outputs are recorded only at the test's request. */
export class Script extends Simulator {
  #orders = 0;

  constructor(roles?: readonly Role[], started: unknown = {}) {
    super(scriptedRoster(roles), () => ({ ok: true, value: null }));
    this.start(started);
  }

  order(order: Order, scope = 'run'): this {
    this.#orders += 1;
    const id = `human.${this.#orders}`;
    this.append({ id, type: 'order.given', scope, role: 'human', data: { at: scope, ...order } });
    return this;
  }

  get outstanding(): readonly string[] {
    return [...this.fold.outstanding.keys()];
  }

  /** What an actor remembers. */
  memory(actor: string): Context {
    return this.fold.actors.get(actor)?.snapshot.context as Context;
  }
}
