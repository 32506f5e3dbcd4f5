/** A paper as the reviewers get it. */
export type PaperContent = {
  readonly title: string;
  readonly text: string;
  /** Its first pages as PNG; none when only the source could be read. */
  readonly pages: readonly Uint8Array[];
  /** The file as it was given. */
  readonly bytes: Uint8Array;
  /** What a person should know of how it was read, such as that the source does not compile. */
  readonly notices: readonly string[];
};

export interface PaperReader {
  /**
   * Reads a `.pdf` or a `.tex` with the files beside it. Throws CodedError('paper.unknown') for a file that cannot be
   * read, CodedError('paper.unreadable') for one that holds no paper.
   */
  read(path: string, signal: AbortSignal): Promise<PaperContent>;
}
