import { importsOf, isOurs, type Texts } from '../../../scripts/source-tree.ts';

/**
 * Import cycles, including type imports, each as `a -> b -> a`: the shortest through its first member. A file in several
 * cycles is named in one. Depth-first search.
 */
export const circlesIn = (graph: ReadonlyMap<string, readonly string[]>): readonly string[] => {
  const found: string[] = [];
  const seen = new Set<string>();
  for (const start of graph.keys()) {
    if (seen.has(start)) continue;
    const way = wayBack(graph, start);
    if (way === undefined) continue;
    for (const one of way) seen.add(one);
    found.push([...way, start].join(' -> '));
  }
  return found;
};

/** The shortest cycle through a file, by breadth-first search; undefined if there is none. */
const wayBack = (graph: ReadonlyMap<string, readonly string[]>, start: string): readonly string[] | undefined => {
  const before = new Map<string, string>();
  const queue = [start];
  for (const one of queue) {
    for (const next of graph.get(one) ?? []) {
      if (next === start) return pathTo(before, start, one);
      if (before.has(next)) continue;
      before.set(next, one);
      queue.push(next);
    }
  }
  return undefined;
};

const pathTo = (before: ReadonlyMap<string, string>, start: string, end: string): readonly string[] => {
  const path: string[] = [];
  for (let at = end; at !== start; at = before.get(at) ?? start) path.unshift(at);
  return [start, ...path];
};

export const fileCircles = (texts: Texts): readonly string[] =>
  circlesIn(new Map([...texts].map(([path, text]) => [path, importsOf(path, text).filter(isOurs)])));
