/** States that a process works on a run. The worker's name is one token, unique across processes and machines. */
export type Lease = { readonly run: string; readonly worker: string };

export type HeldLease = {
  /** Ends the lease at once; otherwise, as after a kill, it expires within 15 s. */
  release(): Promise<void>;
};

/** Tracks which process works on which run. Affects what is shown and refused, never what is recorded. */
export interface Leases {
  /** Takes a lease and renews it until `release`; a failed renewal is reported and retried. Throws CodedError('leases.unavailable'). */
  hold(lease: Lease): Promise<HeldLease>;
  list(): Promise<readonly Lease[]>;
}
