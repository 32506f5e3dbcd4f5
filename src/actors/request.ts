import { recordable } from '../events/recordable.ts';
import type { Work } from '../machines/kit/kit.ts';
import type { Actor } from './actor.ts';
import { failureOf } from './emission.ts';
import type { OutputHead, Requested } from './output.ts';

/** Returns the failure to publish in place of a task whose kind the role does not declare; undefined for a declared kind. */
export const undeclared = (actor: Actor, { kind }: Work) =>
  actor.role.performs.includes(kind)
    ? undefined
    : failureOf(actor, 'actor.invalid_task', `a task of the kind "${kind}": its role does not declare it`);

export const requested = (head: OutputHead, { scope }: Actor, { kind, key, input }: Work): Requested => ({
  ...head,
  kind: 'perform',
  scope,
  task: kind,
  key,
  input: () => recordable(input()),
});
