/** A line that is overwritten, for work whose finished steps need no record. */
export interface StatusLine {
  /** Shows the current step: in place on a terminal, elsewhere as a line at most every ten seconds. */
  readonly show: (text: string) => void;
  /** Removes the line; a given text replaces it permanently. */
  readonly end: (text?: string) => void;
}
