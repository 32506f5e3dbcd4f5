import { CodedError } from '../../events/outcome.ts';
import type { Role } from '../../machines/kit/kit.ts';

const forbiddenKeys = ['invoke', 'after', 'spawn'];

const isAllowedAction = (action: unknown): boolean => {
  const type = (action as { type?: unknown }).type;
  if (typeof action === 'function') return type === 'xstate.assign';
  return type === 'emit' || type === 'perform' || type === 'xstate.assign';
};

const checkActions = (role: string, path: string, actions: unknown): void => {
  for (const action of [actions ?? []].flat()) {
    if (!isAllowedAction(action)) {
      const name = (action as { type?: string }).type ?? String(action).slice(0, 40);
      throw new CodedError('roster.impure', `role "${role}", ${path}: action "${name}" is not assign, emit or perform`);
    }
  }
};

const checkTransitions = (role: string, path: string, transitions: unknown): void => {
  for (const transition of [transitions ?? []].flat()) {
    if (transition !== null && typeof transition === 'object') {
      checkActions(role, path, (transition as { actions?: unknown }).actions);
    }
  }
};

const checkState = (role: string, path: string, config: Record<string, unknown>): void => {
  for (const key of forbiddenKeys) {
    if (key in config) throw new CodedError('roster.impure', `role "${role}", ${path}: a machine may not use ${key}`);
  }
  checkActions(role, path, config.entry);
  checkActions(role, path, config.exit);
  checkTransitions(role, path, config.always);
  checkTransitions(role, path, config.onDone);
  for (const [type, transitions] of Object.entries((config.on ?? {}) as object)) {
    if (type === 'xstate.stop') throw new CodedError('roster.impure', `role "${role}", ${path}: ${type} is reserved`);
    checkTransitions(role, `${path} on ${type}`, transitions);
  }
  for (const [name, child] of Object.entries((config.states ?? {}) as Record<string, Record<string, unknown>>)) {
    checkState(role, `${path}.${name}`, child);
  }
};

/** Refuses a machine with unknown or inline actions, because XState silently ignores them. */
export const checkMachine = (role: Role): void =>
  checkState(role.name, role.machine.id, role.machine.config as Record<string, unknown>);
