import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createOutside } from '../../src/adapters/files/outside.ts';

const folder = await mkdtemp(join(tmpdir(), 'outside-'));
after(() => rm(folder, { recursive: true, force: true }));
await mkdir(join(folder, 'in', '.git'), { recursive: true });
await writeFile(join(folder, 'in', '.git', 'config'), 'x');
await writeFile(join(folder, 'in', 'plain.txt'), 'plain');
await writeFile(join(folder, 'in', 'notes.txt'), 'the password is xyzzy');
await writeFile(join(folder, 'in', 'id_rsa'), 'x');
await writeFile(join(folder, 'in', 'model.pt'), 'x');
await writeFile(join(folder, 'latin.csv'), Buffer.from([0xe9]));
await symlink('/etc/passwd', join(folder, 'in', 'link'));
await symlink(join(folder, 'in'), join(folder, 'folder-link'));

const outside = createOutside({ holdsSecret: (text) => text.includes('xyzzy') });

test('files are read, and those that are not are named with the reason', async () => {
  const found: Record<string, string> = {};
  for await (const file of outside.files(join(folder, 'in')))
    found[file.path] = 'reason' in file ? file.reason : Buffer.from(file.bytes).toString();
  assert.deepEqual(found, {
    id_rsa: 'files of this name usually hold keys',
    link: 'it is a link, not a file',
    'model.pt': 'weights and arrays are not taken over',
    'plain.txt': 'plain',
    'notes.txt': 'it contains a key, or looks so',
  });
});

test('a link is neither a file nor a folder', async () => {
  assert.equal(await outside.kindOf(join(folder, 'in')), 'folder');
  assert.equal(await outside.kindOf(join(folder, 'latin.csv')), 'file');
  await assert.rejects(outside.kindOf(join(folder, 'folder-link')), /it is a link/);
  await assert.rejects(outside.kindOf(join(folder, 'none')), /there is no such file or folder/);
});

test('a text is a plain file in UTF-8', async () => {
  assert.equal(await outside.text(join(folder, 'in', 'plain.txt')), 'plain');
  await assert.rejects(outside.text(join(folder, 'in', 'link')), /it is no plain file/);
  await assert.rejects(outside.text(join(folder, 'latin.csv')), /it is not text in UTF-8/);
});
