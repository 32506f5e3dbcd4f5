import { isEntryName, templatePrefix } from '../../events/bundle.ts';
import type { Tree } from '../../events/tree.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Blobs } from '../../ports/blobs.ts';

type File = { readonly name: string; readonly bytes: Uint8Array };

const filesOf = async (tree: Tree, folder: string, blobs: Pick<Blobs, 'get'>): Promise<readonly File[]> => {
  const paths = Object.keys(tree).filter((path) => isEntryName(folder + path));
  return Promise.all(
    paths.sort().map(async (path) => {
      const entry = tree[path] as Tree[string];
      const bytes = 'text' in entry ? Buffer.from(entry.text) : await blobs.get(entry.blob);
      return { name: folder + path, bytes };
    }),
  );
};

/**
 * Lays out the template of `run.started` as files for people. The log is authoritative; a path that a tar header
 * cannot hold is left out.
 */
export const templateFiles = async (
  { template }: Pick<RunStarted, 'template'>,
  blobs: Pick<Blobs, 'get'>,
): Promise<readonly File[]> => {
  const { workspace, latex, ...rest } = template;
  return [
    { name: `${templatePrefix}template.json`, bytes: Buffer.from(`${JSON.stringify(rest, null, 2)}\n`) },
    ...(await filesOf(workspace, `${templatePrefix}workspace/`, blobs)),
    ...(await filesOf(latex, `${templatePrefix}latex/`, blobs)),
  ];
};
