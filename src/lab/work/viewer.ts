import type { Logger } from 'pino';
import type { Event } from '../../events/envelope.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Telemetry } from '../../ports/live.ts';

/** What a face is told while a run is worked on or watched, in the order of the log. */
export type Viewer = {
  /** The event in its present version. `isNew` is false for what had happened before this process looked. */
  readonly event: (event: Event, isNew: boolean) => void;
  readonly telemetry: (telemetry: Telemetry) => void;
  /** Told when it changes whether an actor waits for a person's decision. */
  readonly waiting: (isWaiting: boolean) => void;
  /** Told at once why the run stands still for a fault of the infrastructure, and, with '', that it goes on. */
  readonly outage?: (reason: string) => void;
};

/** Tells what tasks say of themselves, until the signal. Telemetry may be lost, so its failure is only logged. */
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
