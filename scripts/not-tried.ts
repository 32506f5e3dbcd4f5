/** A skipped test or suite: its name, and the reason given for it. */
export type Skipped = { readonly name: string; readonly reason: string };

/** The lines that say once for each reason what a run of the tests did not try; none if it tried everything. */
export const notTriedText = (skipped: readonly Skipped[]): readonly string[] => {
  const reasons = Map.groupBy(skipped, ({ reason }) => reason);
  const lines = [...reasons].map(([reason, tests]) => {
    const rest = tests.length > 2 ? ` and ${tests.length - 2} more` : '';
    return `  ${tests
      .slice(0, 2)
      .map(({ name }) => name)
      .join(', ')}${rest}: ${reason}`;
  });
  return lines.length === 0 ? [] : ['Not tried on this machine:', ...lines];
};
