import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { type Move, moves, type Walk, type Walker } from './walker.ts';

/** More states than any world needs; a world that exceeds it is unbounded by mistake. */
const maximumSteps = 200_000;

export type Vertex = {
  readonly name: string;
  readonly walk: Walk;
  /** Names of the vertices that moves lead to, without moves that change nothing. */
  readonly next: readonly string[];
};

export type Path = { readonly end: Walk; readonly moves: readonly Move[] };

type Graph = {
  readonly vertices: ReadonlyMap<string, Vertex>;
  /** The shortest path to each vertex. */
  readonly paths: readonly Path[];
};

/** Everything that can happen to an actor in its world, as XState's graph functions find it. */
export const graphOf = (walker: Walker): Graph => {
  const options: any = {
    events: (walk: Walk) => moves(walker.world, walk),
    serializeState: walker.serializeState,
    serializeEvent: (move: Move) => move.type,
    limit: maximumSteps,
  };
  const map = Object.entries<any>(getAdjacencyMap(walker as any, options));
  const vertices = map.map(([name, { state, transitions }]): [string, Vertex] => {
    const next = Object.values<any>(transitions).map((transition) => walker.serializeState(transition.state));
    return [name, { name, walk: state, next: next.filter((one) => one !== name) }];
  });
  const paths = getShortestPaths(walker as any, options).map((path: any) => ({
    end: path.state,
    moves: path.steps.slice(1).map((step: any) => step.event),
  }));
  return { vertices: new Map(vertices), paths };
};

/**
 * The longest walk, in moves, with an unanswered request. Throws if such a walk can be infinite or has a dead end, so that
 * a number means that every walk reaches a recorded outcome, whatever the answers.
 */
export const longestWalk = ({ vertices }: Graph): number => {
  const lengths = new Map<string, number>();
  const open = new Set<string>();
  const lengthFrom = (name: string): number => {
    const { walk, next } = vertices.get(name) as Vertex;
    if (walk.owed.length === 0) return 0;
    const known = lengths.get(name);
    if (known !== undefined) return known;
    if (open.has(name)) throw new Error(`a walk can go round for ever: ${name}`);
    if (next.length === 0) throw new Error(`a dead end, with ${walk.owed} owed: ${name}`);
    open.add(name);
    const length = 1 + Math.max(...next.map(lengthFrom));
    open.delete(name);
    lengths.set(name, length);
    return length;
  };
  return Math.max(...[...vertices.keys()].map(lengthFrom));
};
