import { readOutcome } from '../../src/actors/read-outcome.ts';
import type { Outcome } from '../../src/events/outcome.ts';
import { tasks } from '../../src/events/vocabulary/tasks.ts';

const definitions = new Map(Object.values(tasks).map((task) => [task.kind as string, task]));

/** The fields of results that a stand-in may omit. */
const usual: Readonly<Record<string, object>> = {
  model: {
    model: 'test:stand-in',
    stopReason: 'end',
    usage: { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 },
    costUsd: null,
    latencyMs: 0,
  },
  experiment: { exitCode: 0 },
  typeset: { errors: [], warnings: [], logTail: '', text: '' },
};

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An outcome as a worker would record it: completed with default fields, and checked against the task's kind. */
export const asRecorded = (kind: string, outcome: Outcome<unknown>): Outcome<unknown> => {
  const definition = definitions.get(kind);
  if (definition === undefined) return outcome;
  const isShort = outcome.ok && isPlain(outcome.value);
  return readOutcome(
    definition,
    isShort ? { ok: true, value: { ...usual[kind], ...(outcome.value as object) } } : outcome,
  );
};
