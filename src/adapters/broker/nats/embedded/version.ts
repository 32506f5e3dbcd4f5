import { CodedError } from '../../../../events/outcome.ts';

/** Older servers refuse `sync_interval: always`, or can lose streams on a kill (2.10.20 to 2.10.22). */
export const neededVersion = '2.10.23';

const numbersIn = (version: string): readonly number[] =>
  (/\d+(\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);

/** `v2.15.1` and `nats-server: v2.15.1` -> `2.15.1`; undefined for a text without a version. */
export const versionIn = (text: string): string | undefined => /\d+\.\d+\.\d+/.exec(text)?.[0];

export const isSuitable = (version: string): boolean => {
  const found = numbersIn(version);
  const needed = numbersIn(neededVersion);
  for (const [index, part] of needed.entries()) {
    const difference = (found[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
};

/** Throws nats.too_old unless the version that the server states is at least 2.10.23. */
export const checkServer = (version: string): void => {
  if (isSuitable(version)) return;
  const found = versionIn(version) ?? version;
  throw new CodedError(
    'nats.too_old',
    `nats-server ${found} is too old, ${neededVersion} or later is required: run "npm run setup" or install a newer one`,
  );
};
