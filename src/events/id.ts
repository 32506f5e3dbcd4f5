import { CodedError } from './outcome.ts';

/**
 * Ids consist of tokens of `[a-z0-9-]` joined by dots, so that a log subject is a function of the id alone:
 *   output of an actor    <scope>.<role>.<k>        idea-3.coder.12
 *   result of its task    <output>.result           idea-3.coder.12.result
 *   attempt at its task   <output>.started.<n>      idea-3.coder.12.started.1
 *   request of a person   human.<token>             human.01jd3k8x
 *   event of the shell    run.started, log.<n>, quiesced.<n>, awaited.<n>, budget.<n>, forked.<n>
 * The root scope is `run`; other scopes are paths below it: `idea-3`, `idea-3.review-2`. Only this file builds and
 * parses ids and scopes.
 */
const tokenPattern = /^[a-z0-9-]{1,64}$/;

export const rootScope = 'run';
export const baselineScope = 'baseline';

/** First or last tokens of ids that the shell and people create; roles may not use these names. */
export const reservedTokens: ReadonlySet<string> = new Set([
  'started',
  'result',
  'run',
  'log',
  'quiesced',
  'awaited',
  'forked',
  'human',
  'host',
  'worker',
  'budget',
]);

export const checkId = (id: string): string => {
  if (id.length > 200 || !id.split('.').every((token) => tokenPattern.test(token))) {
    throw new CodedError('id.malformed', `"${id}" is not an id: use tokens of a-z, 0-9 and -, joined by dots`);
  }
  return id;
};

export const ideaScope = (number: number): string => `idea-${number}`;
export const reviewScope = (scope: string, number: number): string => `${scope}.review-${number}`;

export const actorId = (scope: string, role: string): string => `${scope}.${role}`;
export const outputId = (scope: string, role: string, index: number): string => `${actorId(scope, role)}.${index}`;
export const resultId = (taskId: string): string => `${taskId}.result`;
export const attemptId = (taskId: string, attempt: number): string => `${taskId}.started.${attempt}`;

/** Id of the first event of every log. */
export const startedId = 'run.started';

/** Id of the event that holds the hash chain's value through the given sequence number. */
export const chainedId = (through: number): string => `log.${through}`;

/** Id of the event that records the n-th time that the run cannot continue by itself. */
export const quiescedId = (count: number): string => `quiesced.${count}`;

/** Id of the event that records the n-th time that the run can only wait for a person. */
export const awaitedId = (count: number): string => `awaited.${count}`;

/** Id of a worker's request for a pause; `count` includes this one. */
export const pauseId = (count: number): string => `budget.${count}`;

/** Id of a worker's request to pause during an outage; `count` is the number of pauses and resumptions so far. */
export const outageId = (count: number): string => `outage.${count}`;

/** Id of the request to resume after such a pause. */
export const mendedId = (count: number): string => `mended.${count}`;

/** Id of the event that ends the history which a fork shares, through the given sequence number. */
export const forkedId = (through: number): string => `forked.${through}`;

/** Id of a person's request; the token makes it unique. */
export const requestId = (token: string): string => `human.${token}`;
export const isRequest = (eventId: string): boolean => eventId.startsWith('human.');

/** Returns the task that a result or an attempt belongs to; undefined for any other id. */
export const taskOf = (eventId: string): string | undefined => {
  if (eventId.endsWith('.result')) return eventId.slice(0, -'.result'.length);
  return /^(.+)\.started\.\d+$/.exec(eventId)?.[1];
};

/** Returns `<scope>.<role>` if the id is an output of that role; otherwise undefined. */
export const ownerOf = (eventId: string, role: string): string | undefined => {
  const owner = withoutLast(eventId);
  return owner.endsWith(`.${role}`) ? owner : undefined;
};

/** Returns the output that an event records, or whose task's result or attempt it is. */
export const outputOf = (eventId: string): string => taskOf(eventId) ?? eventId;

/** Returns the actor whose output or task an event records; `human`, `log` and the like for other events. */
export const actorOf = (eventId: string): string => withoutLast(outputOf(eventId));

/** Returns the last token as a number: the 1-based index among its actor's outputs. */
export const outputIndex = (outputId: string): number => Number(outputId.slice(outputId.lastIndexOf('.') + 1));

const withoutLast = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf('.')));

/** `idea-3.review-2` -> `idea-3` -> `run` -> undefined. */
export const parentScope = (scope: string): string | undefined => {
  if (scope === rootScope) return undefined;
  const cut = scope.lastIndexOf('.');
  return cut < 0 ? rootScope : scope.slice(0, cut);
};

/** Returns the idea or baseline that a scope belongs to: `idea-3.review-2` -> `idea-3`; `run` -> `run`. */
export const workScope = (scope: string): string => scope.split('.')[0] ?? rootScope;

/** `idea-3.review-2` -> `review`; `run` -> `run`. */
export const scopeKind = (scope: string): string => scope.slice(scope.lastIndexOf('.') + 1).replace(/-\d+$/, '');

/** The number in the last token: `idea-3` -> 3; 0 if there is none. */
export const scopeNumber = (scope: string): number => Number(/-(\d+)$/.exec(scope)?.[1] ?? 0);

/** True if `inner` is `outer` or lies below it. */
export const encloses = (outer: string, inner: string): boolean =>
  outer === rootScope || inner === outer || inner.startsWith(`${outer}.`);
