/** That a process works on a run. Its worker's name is one token, different for every process of every machine. */
export type Lease = { readonly run: string; readonly worker: string };

export type HeldLease = {
  /** Ends the lease at once; without it, as after a kill, it ends by itself within a quarter of a minute. */
  release(): Promise<void>;
};

/** Who works on what, as far as is known. It decides what is shown and what is refused, never what is recorded. */
export interface Leases {
  /** Renewed until `release`; a failure to renew is reported and tried again. Throws CodedError('leases.unavailable'). */
  hold(lease: Lease): Promise<HeldLease>;
  list(): Promise<readonly Lease[]>;
}
