import { NatsError } from 'nats';
import { CodedError } from '../../../events/outcome.ts';

/** JetStream's error codes (`api_error.err_code`); its HTTP-like codes are too coarse. */
export const jetStream = {
  replicasUnsupported: 10074,
  noSuitablePeers: 10005,
  messageNotFound: 10037,
  jetStreamOff: 10039,
  jetStreamOffServer: 10076,
  streamNameInUse: 10058,
  streamNotFound: 10059,
  consumerNotFound: 10014,
  wrongLastSequence: 10071,
  wrongLastSequenceUnnamed: 10164,
  subjectFull: 10077,
} as const;

const errorNumber = (error: unknown): number | undefined => {
  const { api_error } = ((error instanceof CodedError ? error.cause : error) ?? {}) as Partial<NatsError>;
  return api_error?.err_code;
};

/** Converts a rejection that no caller handles, such as one by an account limit. */
export const explainRejected = (error: unknown): unknown =>
  error instanceof NatsError && error.api_error !== undefined
    ? new CodedError(
        'nats.rejected',
        `the NATS server rejects a request (${error.message}): check the limits of the server and of the account`,
        { cause: error },
      )
    : error;

export const isOneOf = (error: unknown, ...numbers: readonly number[]): boolean => {
  const found = errorNumber(error);
  return found !== undefined && numbers.includes(found);
};

/** True for an append of a stored id, refused by the expected sequence or by the limit of one message per subject. */
export const isRefusedAppend = (error: unknown): boolean =>
  isOneOf(error, jetStream.wrongLastSequence, jetStream.wrongLastSequenceUnnamed, jetStream.subjectFull);

/** True also when no stream listens on the subject: the reply does not distinguish the two cases. */
export const isNoResponders = (error: unknown): boolean =>
  (error as NatsError | undefined)?.code === '503' && errorNumber(error) === undefined;

export const isForbidden = (error: unknown): boolean =>
  (error as NatsError | undefined)?.code === 'PERMISSIONS_VIOLATION';

const transientCodes = new Set([
  'TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DRAINING',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMEOUT',
  'DISCONNECT',
  'SUB_CLOSED',
  '503',
]);

/** True for a fault that a retry may resolve: the link broke, or the server is not ready. */
export const isTransient = (error: unknown): boolean => {
  const { code, api_error } = (error ?? {}) as Partial<NatsError>;
  return (code !== undefined && transientCodes.has(code)) || (api_error?.code ?? 0) >= 500;
};
