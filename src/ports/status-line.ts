/** A line that is written over, for work whose steps are of no interest once they are done. */
export interface StatusLine {
  /** What is going on now: in place on a terminal, elsewhere a line at most every ten seconds. */
  readonly show: (text: string) => void;
  /** Takes the line away; with a text, in its place a line that stays. */
  readonly end: (text?: string) => void;
}
