/** An added role whose code a person has named on this machine. */
export type TrustedRole = {
  readonly name: string;
  /** A folder or file by its absolute path, or a package. */
  readonly from: string;
  readonly sha256: string;
};

/** What this machine remembers of added roles. A log only names roles; whose code may run is decided here. */
export interface TrustedRoles {
  /** Those remembered; none when the record is missing or damaged. */
  list(): Promise<readonly TrustedRole[]>;
  /** From now on each of these may be loaded; it takes the place of one of the same name from the same place. */
  remember(roles: readonly TrustedRole[]): Promise<void>;
  /** SHA-256 over the names and contents of a role's files. Throws CodedError('roster.not_loaded') for links, and beyond bounds. */
  hashOf(place: string): Promise<string>;
}
