import { InvalidArgumentError } from 'commander';
import type { ErrorCode } from '../events/errors/registry.ts';

const badOption: ErrorCode = 'cli.bad_option';

/** Refuses the value of an option; `demand` says what is wanted instead. */
export const refuse = (demand: string): never => {
  throw new InvalidArgumentError(`Give ${demand}. [${badOption}]`);
};
