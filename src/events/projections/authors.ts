import type { Event } from '../envelope.ts';
import { isKnown } from '../vocabulary/known.ts';

/** Roles whose models judge papers; all other roles that ask models make them. */
const judges: ReadonlySet<string> = new Set(['referee', 'reviewer']);

/** Prices and behaviour belong to the model, so its endpoint is a part of the name. */
const modelOf = (value: unknown): string | undefined => {
  const { model } = (value ?? {}) as { readonly model?: unknown };
  return typeof model === 'string' ? model : undefined;
};

/**
 * The models that made a run's ideas, code and papers, in the order of their first answers; if none answered, those that
 * the run was started with.
 */
export const authorsOf = (events: readonly Event[]): readonly string[] => {
  const found = new Set<string>();
  let given: readonly string[] = [];
  for (const event of events) {
    if (!isKnown(event) || judges.has(event.role)) continue;
    if (event.type === 'run.started')
      given = Object.entries(event.data.models ?? {}).flatMap(([role, model]) => (judges.has(role) ? [] : [model]));
    if (event.type !== 'task.completed' || event.data.kind !== 'model') continue;
    const model = modelOf(event.data.value);
    if (model !== undefined) found.add(model);
  }
  return [...new Set(found.size === 0 ? given : found)];
};
