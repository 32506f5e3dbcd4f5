/** A file of a folder from outside, or why it is not read. */
export type OutsideFile =
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly reason: string };

/** Reads what a person names and another program wrote. Follows no links, and reads no file that may hold a key. */
export interface Outside {
  /** Throws CodedError('outside.unreadable') for what is neither. */
  kindOf(path: string): Promise<'file' | 'folder'>;
  /** Throws CodedError('outside.unreadable') for what is no plain text file, or too large. */
  text(path: string): Promise<string>;
  /** Yields every file below a folder, by its path in it. */
  files(folder: string): AsyncIterable<OutsideFile>;
}
