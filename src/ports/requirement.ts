export type Finding =
  | { readonly found: true; readonly version: string; readonly path: string }
  | { readonly found: false; readonly problem: string; readonly remedy: string };

/** One requirement of a run on the machine. */
export interface Requirement {
  readonly name: string;
  /** Its purpose, in a few words. */
  readonly purpose: string;
  find(): Promise<Finding>;
  /** Installs it; absent when only a person can. `onLine` receives progress. */
  readonly install?: (onLine: (line: string) => void) => Promise<void>;
}
