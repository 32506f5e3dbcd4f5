import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Header, type Pack, pack } from 'tar-stream';

/** Dates say nothing about a job, and without them the same workspace gives the same bytes. */
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
    // Never more than the header says, should the file grow meanwhile.
    if (size === 0) entry.end();
    else await pipeline(handle.createReadStream({ autoClose: false, start: 0, end: size - 1 }), entry);
  } finally {
    await handle.close();
  }
};

/** A link goes in as the link it is; anything but files, folders and links stays out. */
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

/** A workspace as a tar stream in which everything belongs to one user. Errors come out of the stream. */
export const packWorkspace = (folder: string, userId: number): Pack => {
  const archive = pack();
  addFolder(archive, folder, '', userId).then(
    () => archive.finalize(),
    (error) => archive.destroy(error),
  );
  return archive;
};
