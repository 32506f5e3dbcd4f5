import { type Event, seal } from '../../src/events/envelope.ts';
import type { Task } from '../../src/ports/tasks.ts';

let runCount = 0;

/** A name that no other test of this process uses. */
export const newRun = (): string => `test-${process.pid}-${++runCount}`;

export const eventOf = (run: string, id: string, data: unknown = { text: 'as given' }): Event =>
  seal(
    { id, type: 'idea.proposed', version: 1, run, scope: 'run', role: 'thinker', causationid: id, data },
    '2026-01-02T03:04:05.678Z',
  );

export const taskOf = (run: string, id: string, kind: string): Task => ({
  run,
  id,
  kind,
  key: 'ask',
  scope: 'run',
  role: 'thinker',
  causationid: id,
  input: { prompt: 'why?' },
});

export const collect = <Item>(items: AsyncIterable<Item>): Promise<Item[]> => take(items, Number.POSITIVE_INFINITY);

export const take = async <Item>(items: AsyncIterable<Item>, count: number): Promise<Item[]> => {
  const taken: Item[] = [];
  if (count === 0) return taken;
  for await (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
};

export const until = async (isTrue: () => boolean, limitMs = 20_000): Promise<void> => {
  const deadline = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`not true within ${limitMs} ms: ${isTrue}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
