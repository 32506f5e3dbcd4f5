type Typed = { readonly type: string };

/** For event types, the change that each causes. */
export type ByType<State, Result, Events extends Typed> = {
  readonly [Type in Events['type']]?: (state: State, event: Extract<Events, { readonly type: Type }>) => Result;
};

/** Returns the change for an event; undefined if its type has no entry. */
export const applyByType = <State, Result, Events extends Typed>(
  changes: ByType<State, Result, Events>,
  state: State,
  event: Events,
): Result | undefined => {
  // The compiler cannot see that the entry found by an event's type accepts that event.
  const change = changes[event.type as Events['type']] as ((state: State, event: Events) => Result) | undefined;
  return change?.(state, event);
};
