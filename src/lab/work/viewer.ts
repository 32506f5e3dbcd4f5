import type { Logger } from 'pino';
import type { Event } from '../../events/envelope.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Telemetry } from '../../ports/live.ts';

/** Callbacks of a face while a run is worked on or watched, in log order. */
export type Viewer = {
  /** The event, upcast to its current version. `isNew` is false for events from before this process started. */
  readonly event: (event: Event, isNew: boolean) => void;
  readonly telemetry: (telemetry: Telemetry) => void;
  /** Called with the actors that wait for a person's decision when they change, even while others go on. */
  readonly waiting: (actors: readonly string[]) => void;
  /** Called at once with the reason of an outage, and with '' when the run resumes. */
  readonly outage?: (reason: string) => void;
};

/** Passes on the telemetry of tasks until the signal. Telemetry may be lost, so its failure is only logged. */
export const tellTelemetry = async (
  broker: Broker,
  run: string,
  viewer: Pick<Viewer, 'telemetry'>,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> => {
  try {
    for await (const telemetry of broker.live.watch(run, signal)) viewer.telemetry(telemetry);
  } catch (error) {
    logger.warn({ error: (error as Error).message }, 'live telemetry ended');
  }
};
