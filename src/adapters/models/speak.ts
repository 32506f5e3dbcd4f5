import type { ModelUsage } from '../../ports/model.ts';
import { classifyStatus, networkWords, type VendorError } from './classify.ts';
import { Deadline, type Timeouts } from './deadline.ts';
import type { Endpoint } from './endpoints/schema.ts';
import { type ExchangeCall, Fault, type Option, type Reply } from './exchange.ts';

/** A configured endpoint with its credentials. */
export type Server = {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly key: string | undefined;
  readonly timeouts: Timeouts;
  readonly fetch: typeof globalThis.fetch;
};

/** The reply received so far; filled while a stream is read. */
export type Seen = { text: string; usage: ModelUsage | undefined };

const hasStatus = (error: unknown): error is VendorError =>
  error instanceof Error &&
  'status' in error &&
  (error.status !== undefined || (error as { error?: unknown }).error !== undefined);

/** Converts an error of an SDK, fetch or a stream into a fault. */
export const faultOf = (error: unknown, { endpoint }: Server, sent: ReadonlySet<Option>, hasBegun: boolean): Fault => {
  if (error instanceof Fault) return error;
  // The SDKs wrap errors that fetch throws.
  if (error instanceof Error && error.cause instanceof Fault) return error.cause;
  if (hasStatus(error)) return classifyStatus(error, sent, Date.now());
  if (error instanceof SyntaxError)
    return new Fault('model.malformed', `a part of the answer is not JSON: ${error.message}`, { again: true });
  const words = `${networkWords(error)} (${endpoint.baseUrl})`;
  if (/timed? ?out/i.test(words)) return new Fault('model.timed_out', words, { again: true });
  return new Fault(hasBegun ? 'model.interrupted' : 'model.unavailable', words, { again: true });
};

/** Runs one exchange under its deadline; converts any error to a Fault with the part received so far. */
export const speak = async (
  server: Server,
  call: ExchangeCall,
  sent: ReadonlySet<Option>,
  work: (deadline: Deadline, seen: Seen) => Promise<Reply>,
): Promise<Reply> => {
  const deadline = new Deadline(server.timeouts, server.fetch, call.signal);
  const seen: Seen = { text: '', usage: undefined };
  try {
    return await work(deadline, seen);
  } catch (error) {
    if (call.signal.aborted) throw new Fault('model.aborted', 'the call was stopped');
    const hasBegun = seen.text !== '' || seen.usage !== undefined;
    const fault = deadline.expired ?? faultOf(error, server, sent, hasBegun);
    throw hasBegun ? new Fault(fault.code, fault.message, { ...fault.parts, partial: seen }) : fault;
  } finally {
    deadline.end();
  }
};
