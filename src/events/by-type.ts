type Typed = { readonly type: string };

/** For types of events, what each of them changes. */
export type ByType<State, Result, Events extends Typed> = {
  readonly [Type in Events['type']]?: (state: State, event: Extract<Events, { readonly type: Type }>) => Result;
};

/** What an event changes; undefined where nothing is said of its type. */
export const applyByType = <State, Result, Events extends Typed>(
  changes: ByType<State, Result, Events>,
  state: State,
  event: Events,
): Result | undefined => {
  // The compiler does not see that the entry found by an event's type takes that event.
  const change = changes[event.type as Events['type']] as ((state: State, event: Events) => Result) | undefined;
  return change?.(state, event);
};
