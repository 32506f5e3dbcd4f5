import { CodedError } from './outcome.ts';

/**
 * Ids are built from tokens of `[a-z0-9-]` joined by dots, so that a log subject is a function of an id alone:
 *   output of an actor    <scope>.<role>.<k>        idea-3.coder.12
 *   result of its task    <output>.result           idea-3.coder.12.result
 *   attempt at its task   <output>.started.<n>      idea-3.coder.12.started.1
 * The root scope is `run`; other scopes are paths below it: `idea-3`, `idea-3.review-2`.
 */
const tokenPattern = /^[a-z0-9-]{1,64}$/;

export const rootScope = 'run';

export const checkId = (id: string): string => {
  if (id.length > 200 || !id.split('.').every((token) => tokenPattern.test(token))) {
    throw new CodedError('id.malformed', `"${id}" is not an id: use tokens of a-z, 0-9 and - joined by dots`);
  }
  return id;
};

export const outputId = (scope: string, role: string, index: number): string => `${scope}.${role}.${index}`;
export const resultId = (taskId: string): string => `${taskId}.result`;
export const attemptId = (taskId: string, attempt: number): string => `${taskId}.started.${attempt}`;

/** Of the event that ends the history which a fork shares through an event's number. */
export const forkedId = (through: number): string => `forked.${through}`;

/** The task that a result or an attempt belongs to; undefined for any other id. */
export const taskOf = (eventId: string): string | undefined => {
  if (eventId.endsWith('.result')) return eventId.slice(0, -'.result'.length);
  return /^(.+)\.started\.\d+$/.exec(eventId)?.[1];
};

/** `<scope>.<role>` of the actor whose output has this id, when it is one of that role's; undefined for any other id. */
export const ownerOf = (eventId: string, role: string): string | undefined => {
  const owner = eventId.slice(0, eventId.lastIndexOf('.'));
  return owner.endsWith(`.${role}`) ? owner : undefined;
};

/** The output that an event records, or whose task's result or attempt it is. */
export const outputOf = (eventId: string): string => taskOf(eventId) ?? eventId;

/** `idea-3.review-2` -> `idea-3` -> `run` -> undefined. */
export const parentScope = (scope: string): string | undefined => {
  if (scope === rootScope) return undefined;
  const cut = scope.lastIndexOf('.');
  return cut < 0 ? rootScope : scope.slice(0, cut);
};

/** `idea-3.review-2` -> `review`; `run` -> `run`. */
export const scopeKind = (scope: string): string => scope.slice(scope.lastIndexOf('.') + 1).replace(/-\d+$/, '');

/** The number in the last token: `idea-3` -> 3; 0 when there is none. */
export const scopeNumber = (scope: string): number => Number(/-(\d+)$/.exec(scope)?.[1] ?? 0);

/** True when `inner` is `outer` or lies below it. */
export const encloses = (outer: string, inner: string): boolean =>
  outer === rootScope || inner === outer || inner.startsWith(`${outer}.`);
