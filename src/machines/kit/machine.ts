import { type AnyStateMachine, setup } from 'xstate';
import type { askingEvents } from '../../events/vocabulary/asking.ts';
import type { Vocabulary } from '../../events/vocabulary/definition.ts';
import { emit, keep, perform, type Seen } from './actions.ts';
import type { ModelResult } from './answer.ts';
import { type Asking, asking } from './asking.ts';
import { attempts, type Question, recordAnswer, render } from './question.ts';
import type { ActorInput, EventsOf } from './types.ts';

/** Bounds eventless transitions, so that a cyclic machine fails instead of hanging. */
const options = { maxIterations: 1000 } as const;

/** Machines and states of any role: the role's own types have already checked them at their definition. */
type Target = string | { readonly target?: string };
type Transitions = Target | readonly Target[];
type On = Readonly<Record<string, Transitions | undefined>>;
type Plain = { readonly always?: Transitions; readonly on?: On };
type Asks = Question<Asking, Vocabulary> & { readonly accepted: On; readonly failed: string };
export type AnyState = Plain | { readonly ask: Asks };
export type AnyMachine = Plain & {
  readonly initial?: string;
  readonly states?: Readonly<Record<string, AnyState>>;
};

type Config = { initial?: string; states?: Record<string, Config> } & Readonly<Record<string, unknown>>;

/** XState resolves `#role.a.b` from any state. */
const resolveOne = (role: string, transition: Target): Target => {
  if (typeof transition === 'string') return `#${role}.${transition}`;
  return transition.target === undefined ? transition : { ...transition, target: `#${role}.${transition.target}` };
};

const resolve = (role: string, transitions: Transitions): Transitions =>
  typeof transitions === 'object' && 'map' in transitions
    ? transitions.map((one) => resolveOne(role, one))
    : resolveOne(role, transitions);

const resolveAll = (role: string, on: On = {}): On =>
  Object.fromEntries(
    Object.entries(on).flatMap(([type, transitions]) =>
      transitions === undefined ? [] : [[type, resolve(role, transitions)]],
    ),
  );

const plainState = (role: string, { always, on, ...rest }: Plain): Config => ({
  ...rest,
  ...(always !== undefined && { always: resolve(role, always) }),
  ...(on !== undefined && { on: resolveAll(role, on) }),
});

type Ending = EventsOf<typeof askingEvents>['answer.rejected' | 'question.failed'];

const reasonOf = (purpose: string, { type, data }: Ending): Asking['failure'] =>
  type === 'question.failed'
    ? { code: data.code, message: data.message }
    : { code: 'answer.unusable', message: `${purpose}: ${data.complaint}` };

const askingState = (role: string, { accepted, failed, ...question }: Asks): Config => {
  const asked = { ...question, purpose: `${role}.${question.key}` };
  const isMine = ({ event }: Seen<Asking, Ending>): boolean => event.data.key === question.key;
  const giveUp = {
    guard: isMine,
    target: failed,
    actions: keep<Asking, Ending>((_, event) => ({ failure: reasonOf(asked.purpose, event) })),
  };
  const askAgain = {
    guard: (seen: Seen<Asking, Ending>) => isMine(seen) && seen.context.attempt < attempts(seen.context),
    target: 'asking',
    actions: keep<Asking, EventsOf<typeof askingEvents>['answer.rejected']>(({ attempt, keptEdits }, { data }) => ({
      attempt: attempt + 1,
      complaint: data.complaint,
      keptEdits: data.kept ?? keptEdits,
    })),
  };
  return {
    initial: 'asking',
    entry: keep<Asking, unknown>(() => ({
      attempt: asking.attempt,
      complaint: asking.complaint,
      keptEdits: asking.keptEdits,
    })),
    states: {
      asking: {
        entry: perform<Asking, unknown>((context) => ({
          kind: 'model',
          key: question.key,
          input: () => render(asked, context),
        })),
        on: {
          [`result.${question.key}`]: {
            target: 'judging',
            actions: emit<Asking, ModelResult>((context, result) => recordAnswer(asked, context, result)),
          },
        },
      },
      judging: {
        on: {
          ...resolveAll(role, accepted),
          'question.failed': resolve(role, giveUp),
          'answer.rejected': [askAgain, resolve(role, giveUp)],
        },
      },
    },
  };
};

const place = (level: Record<string, Config>, [name = '', ...rest]: readonly string[], config: Config): void => {
  if (rest.length === 0) {
    level[name] = config;
    return;
  }
  const states = level[name]?.states ?? {};
  level[name] ??= { initial: rest[0] ?? '', states };
  place(states, rest, config);
};

/** Builds a tree from the states' paths; the first child is a parent's initial state. */
const tree = (role: string, states: Readonly<Record<string, AnyState>>): Record<string, Config> => {
  const root: Record<string, Config> = {};
  for (const [path, state] of Object.entries(states)) {
    place(root, path.split('.'), 'ask' in state ? askingState(role, state.ask) : plainState(role, state));
  }
  return root;
};

/** Creates the XState machine of a role. */
export const machineOf = (
  role: string,
  context: (input: ActorInput) => object,
  { initial, states, ...rest }: AnyMachine,
): AnyStateMachine => {
  const config = {
    id: role,
    options,
    context: ({ input }: { input: ActorInput }) => context(input),
    ...plainState(role, rest),
    ...(initial !== undefined && { initial }),
    ...(states !== undefined && { states: tree(role, states) }),
  };
  return setup({ actions: { emit: () => {}, perform: () => {} } }).createMachine(config as object);
};
