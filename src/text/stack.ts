const stacks = (error: unknown, told: Set<unknown>): readonly string[] => {
  if (error === undefined || told.has(error)) return [];
  told.add(error);
  if (!(error instanceof Error)) return [String(error)];
  const among: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error.stack ?? String(error), ...[error.cause, ...among].flatMap((cause) => stacks(cause, told))];
};

/** Renders an error's stack, followed by those of its causes. */
export const stackText = (error: unknown): string => stacks(error, new Set()).join('\ncaused by ');
