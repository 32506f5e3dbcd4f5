/** A paper as reviewers receive it. */
export type PaperContent = {
  readonly title: string;
  readonly text: string;
  /** The first pages as PNG; empty when only the source could be read. */
  readonly pages: readonly Uint8Array[];
  /** The original file. */
  readonly bytes: Uint8Array;
  /** Remarks for a person on how it was read, such as that the source does not compile. */
  readonly notices: readonly string[];
};

export interface PaperReader {
  /**
   * Reads a `.pdf`, or a `.tex` with the files beside it. Throws CodedError('paper.unknown') for a file that cannot be
   * read, CodedError('paper.unreadable') for one without a paper.
   */
  read(path: string, signal: AbortSignal): Promise<PaperContent>;
}
