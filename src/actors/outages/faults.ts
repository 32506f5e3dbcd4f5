import type { ErrorEntry } from '../../events/errors/entry.ts';
import { errors } from '../../events/errors/registry.ts';
import { CodedError } from '../../events/outcome.ts';

/** A failure of the infrastructure, which does not count as an attempt. */
export type Fault = {
  readonly code: string;
  readonly message: string;
  /** The shortest wait before a retry; 0 if unknown. */
  readonly waitMs: number;
};

/** A subscription's window may last a week; a longer wait is treated as a failure. */
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

/** Returns the infrastructure's fault behind a failure; undefined if the attempt itself failed. */
export const faultOf = ({ code, message, details }: Failed): Fault | undefined => {
  const entry: ErrorEntry | undefined = (errors as Readonly<Record<string, ErrorEntry>>)[code];
  if (entry?.pauses === 'until mended') return { code, message, waitMs: 0 };
  const waitMs = Number(details?.retryAfterMs);
  return entry?.pauses === 'until then' && waitMs > 0 && waitMs <= maximumWaitMs
    ? { code, message, waitMs }
    : undefined;
};

const maximumCauses = 8;

/** Like `faultOf`, for a thrown error and its causes. */
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
