/** Formats quantities for prompts. */
export const duration = (ms: number): string =>
  ms >= 120_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.max(1, Math.round(ms / 1000))} seconds`;

export const size = (bytes: number): string =>
  bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`;

/** Six digits are as precise as an experiment can be, and models copy them without errors. */
const digits = 6;

type Measurements = { readonly means: Record<string, number>; readonly stderrs: Record<string, number> };

const rounded = (numbers: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value.toPrecision(digits))]));

/** Formats results for prompts: dataset -> means and standard errors. */
export const shownResults = (results: Readonly<Record<string, Measurements>>): Record<string, Measurements> =>
  Object.fromEntries(
    Object.entries(results).map(([dataset, { means, stderrs }]) => [
      dataset,
      { means: rounded(means), stderrs: rounded(stderrs) },
    ]),
  );
