/**
 * A workspace as a value: relative path -> content. Small text is inline, so that machines can read it; anything
 * else is a blob named by the SHA-256 of its bytes, which only tasks and people read.
 */
export type TreeEntry = { readonly text: string } | { readonly blob: string; readonly sizeBytes: number };
export type Tree = Readonly<Record<string, TreeEntry>>;

export const isText = (entry: TreeEntry | undefined): entry is { readonly text: string } =>
  entry !== undefined && 'text' in entry;

/** The text at a path, or undefined when there is none or it is a blob. */
export const textAt = (tree: Tree, path: string): string | undefined => {
  const entry = tree[path];
  return isText(entry) ? entry.text : undefined;
};
