import type { ErrorEntry } from '../events/errors/entry.ts';
import { errors } from '../events/errors/registry.ts';
import { CodedError } from '../events/outcome.ts';

/** A failure that is no attempt's: the same is done again when it is mended. */
export type Fault = {
  readonly code: string;
  readonly message: string;
  /** Trying again before makes no sense. */
  readonly waitMs: number;
};

/** A subscription may have a window of a week; what asks for more will not be there again. */
const maximumWaitMs = 8 * 24 * 3_600_000;

const ofSystem: Readonly<Record<string, string>> = {
  ENOSPC: 'home.disk_full',
  EDQUOT: 'home.disk_full',
  EROFS: 'home.not_writable',
  EIO: 'home.not_writable',
};

type Failed = {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
};

/** The fault of the infrastructure that a failure tells of; undefined for what is the attempt's own. */
export const faultOf = ({ code, message, details }: Failed): Fault | undefined => {
  const entry: ErrorEntry | undefined = (errors as Readonly<Record<string, ErrorEntry>>)[code];
  if (entry?.pauses === 'until mended') return { code, message, waitMs: 0 };
  const waitMs = Number(details?.retryAfterMs);
  return entry?.pauses === 'until then' && waitMs > 0 && waitMs <= maximumWaitMs
    ? { code, message, waitMs }
    : undefined;
};

const maximumCauses = 8;

/** As `faultOf`, of what was thrown: an error of the system may be the cause of another one. */
export const faultThrown = (error: unknown): Fault | undefined => {
  let present = error;
  for (let depth = 0; depth < maximumCauses && present instanceof Error; depth += 1) {
    if (present instanceof CodedError) {
      const fault = faultOf(present);
      if (fault !== undefined) return fault;
    }
    const code = ofSystem[(present as NodeJS.ErrnoException).code ?? ''];
    if (code !== undefined) return { code, message: present.message, waitMs: 0 };
    present = present.cause;
  }
  return undefined;
};
