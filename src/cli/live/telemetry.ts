import type { Logger } from 'pino';
import type { Broker } from '../../ports/broker.ts';
import type { Display } from './display.ts';

/** Feeds the display with what tasks say of themselves, until the signal. It may be lost, so its failure is no failure. */
export const showTelemetry = async (
  broker: Broker,
  run: string,
  display: Display,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> => {
  try {
    for await (const telemetry of broker.live.watch(run, signal)) display.telemetry(telemetry);
  } catch (error) {
    logger.warn({ error: (error as Error).message }, 'live telemetry ended');
  }
};
