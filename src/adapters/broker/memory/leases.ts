import { checkId } from '../../../events/id.ts';
import type { Lease, Leases } from '../../../ports/leases.ts';

/** Leases within one process, which end with it. */
export const createLeases = (): Leases => {
  const held = new Map<string, Lease>();
  return {
    hold: async ({ run, worker }) => {
      const key = `${checkId(run)}/${checkId(worker)}`;
      held.set(key, { run, worker });
      return { release: async () => void held.delete(key) };
    },
    list: async () => [...held.values()],
  };
};
