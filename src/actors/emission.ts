import type { ErrorCode } from '../events/errors/registry.ts';
import { CodedError } from '../events/outcome.ts';
import { recordable } from '../events/recordable.ts';
import { shellEvents } from '../events/vocabulary/shell.ts';
import type { MakeEmission } from '../machines/kit/kit.ts';
import type { Actor } from './actor.ts';
import type { Emitted, OutputHead } from './output.ts';

type Made = Pick<Emitted, 'type' | 'version' | 'scope' | 'data'>;

/** Makes the `actor.failed` event that replaces the output of a failed machine. */
export const failureOf = ({ id, scope }: Actor, code: ErrorCode, message: string): Made => ({
  type: 'actor.failed',
  version: shellEvents['actor.failed'].version,
  scope,
  data: { actor: id, code, message: message.slice(0, 2000).toWellFormed() },
});

/** Returns the event to record, or `actor.failed` when making it throws or its schema rejects it. */
export const madeOf = (actor: Actor, make: MakeEmission): Made => {
  try {
    const { type, data, scope = actor.scope } = make();
    const definition = actor.role.events[type];
    if (definition === undefined)
      return failureOf(actor, 'actor.invalid_event', `${type}: its role does not publish it`);
    const checked = definition.schema.safeParse(data);
    if (!checked.success) return failureOf(actor, 'actor.invalid_event', `${type}: ${checked.error.message}`);
    return { type, version: definition.version, scope, data: recordable(checked.data) };
  } catch (error) {
    const code = error instanceof CodedError ? error.code : 'actor.threw';
    return failureOf(actor, code, (error as Error).message);
  }
};

/** An emission that is made when it is first read. */
export const lateEmission = (head: OutputHead, actor: Actor, make: MakeEmission): Emitted => {
  let made: Made | undefined;
  const read = (): Made => {
    made ??= madeOf(actor, make);
    return made;
  };
  return {
    ...head,
    kind: 'emit',
    get type() {
      return read().type;
    },
    get version() {
      return read().version;
    },
    get scope() {
      return read().scope;
    },
    get data() {
      return read().data;
    },
  };
};
