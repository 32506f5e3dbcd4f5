const stacks = (error: unknown, told: Set<unknown>): readonly string[] => {
  if (error === undefined || told.has(error)) return [];
  told.add(error);
  if (!(error instanceof Error)) return [String(error)];
  const among: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error.stack ?? String(error), ...[error.cause, ...among].flatMap((cause) => stacks(cause, told))];
};

/** Where an error was thrown, and below it the same for each error that caused it. */
export const stackText = (error: unknown): string => stacks(error, new Set()).join('\ncaused by ');
