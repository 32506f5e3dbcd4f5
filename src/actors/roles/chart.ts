import type { Role } from '../../machines/kit/kit.ts';

/** A role's machine as data for drawing, not for running: functions are given by name. */
export type Chart = {
  readonly role: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly consumes: readonly string[];
  readonly publishes: readonly string[];
  readonly performs: readonly string[];
  readonly root: ChartState;
};

type ChartState = {
  readonly type: string;
  readonly description?: string;
  readonly initial?: string;
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly transitions: readonly ChartTransition[];
  readonly states: Readonly<Record<string, ChartState>>;
};

type ChartTransition = {
  /** Absent for an eventless transition. */
  readonly event?: string;
  readonly guard?: string;
  /** Paths from the root, such as `planning.asking`; empty for a transition that keeps the state. */
  readonly targets: readonly string[];
  readonly actions: readonly string[];
};

type Node = Role['machine']['root'];
type Transition = Node['always'] extends readonly (infer One)[] | undefined ? One : never;

const nameOf = (part: unknown): string => {
  if (typeof part === 'string') return part;
  const { type, name } = part as { readonly type?: string; readonly name?: string };
  return (type ?? name ?? '').replace(/^xstate\./, '') || 'unnamed';
};

const transitionOf = (transition: Transition, event: string | undefined): ChartTransition => ({
  ...(event !== undefined && { event }),
  ...(transition.guard !== undefined && { guard: nameOf(transition.guard) }),
  targets: (transition.target ?? []).map(({ path }) => path.join('.')),
  actions: transition.actions.map(nameOf),
});

const stateOf = (node: Node): ChartState => ({
  type: node.type,
  ...(node.description !== undefined && { description: node.description }),
  ...(node.initial?.target?.[0] !== undefined && { initial: node.initial.target[0].path.join('.') }),
  entry: node.entry.map(nameOf),
  exit: node.exit.map(nameOf),
  transitions: [
    ...(node.always ?? []).map((transition) => transitionOf(transition, undefined)),
    ...[...node.transitions].flatMap(([event, list]) => list.map((transition) => transitionOf(transition, event))),
  ],
  states: Object.fromEntries(Object.entries(node.states).map(([name, child]) => [name, stateOf(child)])),
});

export const chartOf = ({ name, description, scopes, consumes, events, performs, machine }: Role): Chart => ({
  role: name,
  description,
  scopes,
  consumes,
  publishes: Object.keys(events),
  performs,
  root: stateOf(machine.root),
});
