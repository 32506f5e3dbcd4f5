import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Header, type Pack, pack } from 'tar-stream';

/** Fixed date, so that equal workspaces give equal bytes. */
const mtime = new Date(0);

const addEntry = (archive: Pack, header: Header): Promise<void> =>
  new Promise((resolve, reject) => {
    archive.entry(header, '', (error) => (error ? reject(error) : resolve()));
  });

const addFile = async (archive: Pack, path: string, header: Header): Promise<void> => {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = await handle.stat();
    const entry = archive.entry({ ...header, size }, () => {});
    // Reads no more bytes than the header states, even if the file grows meanwhile.
    if (size === 0) entry.end();
    else await pipeline(handle.createReadStream({ autoClose: false, start: 0, end: size - 1 }), entry);
  } finally {
    await handle.close();
  }
};

/** Adds files, folders and links (unresolved); omits everything else. */
const addFolder = async (archive: Pack, folder: string, prefix: string, userId: number): Promise<void> => {
  const owner = { uid: userId, gid: userId, mtime };
  await addEntry(archive, { ...owner, name: prefix === '' ? './' : `${prefix}/`, type: 'directory', mode: 0o755 });
  for (const name of (await readdir(join(folder, prefix))).sort()) {
    const inside = prefix === '' ? name : `${prefix}/${name}`;
    const path = join(folder, inside);
    const status = await lstat(path);
    if (status.isDirectory()) await addFolder(archive, folder, inside, userId);
    else if (status.isSymbolicLink()) {
      await addEntry(archive, { ...owner, name: inside, type: 'symlink', linkname: await readlink(path) });
    } else if (status.isFile()) {
      const mode = (status.mode & 0o777) | 0o600;
      await addFile(archive, path, { ...owner, name: inside, type: 'file', mode });
    }
  }
};

/** Streams a workspace as a tar archive in which one user owns everything. Errors are emitted by the stream. */
export const packWorkspace = (folder: string, userId: number): Pack => {
  const archive = pack();
  addFolder(archive, folder, '', userId).then(
    () => archive.finalize(),
    (error) => archive.destroy(error),
  );
  return archive;
};
