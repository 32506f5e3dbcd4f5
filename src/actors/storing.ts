import { CodedError } from '../events/outcome.ts';
import type { Broker } from '../ports/broker.ts';
import type { HeldLease, Lease } from '../ports/leases.ts';

/** In the place of a run's name, in the lease of a process that deletes blobs which no run needs. */
export const collecting = 'gc';

/** In the place of a run's name, while a run that is about to begin has no log yet. */
export const beginning = 'beginning';

/**
 * A lease for work that stores blobs before an event names them, or finds them in the store. Whoever deletes blobs takes
 * its own lease first and looks for others then, as is done here: of two that begin at once, none overlooks the other.
 * Throws CodedError('gc.running').
 */
export const holdForStoring = async (broker: Broker, lease: Lease): Promise<HeldLease> => {
  const held = await broker.leases.hold(lease);
  const collector = (await broker.leases.list()).find(({ run }) => run === collecting);
  if (collector === undefined) return held;
  await held.release().catch(() => {});
  throw new CodedError(
    'gc.running',
    `${collector.worker} deletes blobs that no run needs: try again when it has ended`,
  );
};
