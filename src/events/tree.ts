/**
 * A workspace as a value: relative path -> content. Short text is inline, so that machines can read it; everything else
 * is a blob named by the SHA-256 of its bytes, which only tasks and people read.
 */
export type TreeEntry = { readonly text: string } | { readonly blob: string; readonly sizeBytes: number };
export type Tree = Readonly<Record<string, TreeEntry>>;

export const isText = (entry: TreeEntry | undefined): entry is { readonly text: string } =>
  entry !== undefined && 'text' in entry;

/** Returns the text at a path; undefined if there is none or it is a blob. */
export const textAt = (tree: Tree, path: string): string | undefined => {
  const entry = tree[path];
  return isText(entry) ? entry.text : undefined;
};
