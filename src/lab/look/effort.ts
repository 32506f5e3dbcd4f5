import type { Event } from '../../events/envelope.ts';
import { addCosts, type Cost, costOf, noCost } from '../../events/projections/cost.ts';

/** Totals of the tasks of one purpose. */
export type Effort = {
  readonly role: string;
  /** A model call's purpose, such as `coder.edit`; another task's kind. */
  readonly purpose: string;
  readonly tasks: number;
  readonly failed: number;
  readonly milliseconds: number;
  readonly cost: Cost;
};

type TaskResult = {
  readonly kind: string;
  readonly key: string;
  readonly durationMs: number;
  readonly value?: { readonly purpose?: string } | null;
};

const purposeOf = (role: string, { kind, key, value }: TaskResult): string =>
  kind === 'model' ? (value?.purpose ?? `${role}.${key}`) : key === kind ? kind : `${kind} (${key})`;

/** Cost, tokens and time of a run's tasks by role and purpose, in order of first occurrence. */
export const effortsOf = (events: readonly Event[]): readonly Effort[] => {
  const efforts = new Map<string, Effort>();
  for (const event of events) {
    if (event.type !== 'task.completed' && event.type !== 'task.failed') continue;
    const data = event.data as TaskResult;
    const purpose = purposeOf(event.role, data);
    const key = `${event.role} ${purpose}`;
    const before = efforts.get(key) ?? {
      role: event.role,
      purpose,
      tasks: 0,
      failed: 0,
      milliseconds: 0,
      cost: noCost,
    };
    efforts.set(key, {
      ...before,
      tasks: before.tasks + 1,
      failed: before.failed + (event.type === 'task.failed' ? 1 : 0),
      milliseconds: before.milliseconds + data.durationMs,
      cost: addCosts(before.cost, costOf(event)),
    });
  }
  return [...efforts.values()];
};
