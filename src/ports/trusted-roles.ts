/** An added role that a person has named on this machine. */
export type TrustedRole = {
  readonly name: string;
  /** The absolute path of a folder or file, or a package. */
  readonly from: string;
  readonly sha256: string;
};

/** This machine's record of trusted roles. It decides which code may run; a log only names roles. */
export interface TrustedRoles {
  /** Returns the recorded roles; none when the record is missing or damaged. */
  list(): Promise<readonly TrustedRole[]>;
  /** Trusts these roles; each replaces a recorded one of the same name and place. */
  remember(roles: readonly TrustedRole[]): Promise<void>;
  /** Returns the SHA-256 over the names and contents of a role's files. Throws CodedError('roster.not_loaded') for links and oversized roles. */
  hashOf(place: string): Promise<string>;
}
