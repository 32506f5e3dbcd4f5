export type Finding =
  | { readonly found: true; readonly version: string; readonly path: string }
  | { readonly found: false; readonly problem: string; readonly remedy: string };

/** One thing that a run needs of the machine. */
export interface Requirement {
  readonly name: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  find(): Promise<Finding>;
  /** Installs it where this is allowed; absent when only a person can. `onLine` gets progress. */
  readonly install?: (onLine: (line: string) => void) => Promise<void>;
}
