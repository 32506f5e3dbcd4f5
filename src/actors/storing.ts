import { CodedError } from '../events/outcome.ts';
import type { Broker } from '../ports/broker.ts';
import type { HeldLease, Lease } from '../ports/leases.ts';

/** Replaces a run's name in the lease of a process that deletes unneeded blobs. */
export const collecting = 'gc';

/** Replaces a run's name while a starting run has no log yet. */
export const beginning = 'beginning';

/**
 * Takes a lease for work that stores blobs before an event references them, or relies on stored ones. Both sides take
 * their lease first and then look for the other's, so that of two concurrent starts at least one notices the other.
 * Throws CodedError('gc.running').
 */
export const holdForStoring = async (broker: Broker, lease: Lease): Promise<HeldLease> => {
  const held = await broker.leases.hold(lease);
  const collector = (await broker.leases.list()).find(({ run }) => run === collecting);
  if (collector === undefined) return held;
  await held.release().catch(() => {});
  throw new CodedError(
    'gc.running',
    `${collector.worker} is deleting blobs that no run needs: try again when it has ended`,
  );
};
