import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Credentials = { readonly user: string; readonly password: string };

/** `appender` does the daily work, `keeper` may delete and purge, `guardian` only watches connections. */
export type CredentialSet = Readonly<Record<'appender' | 'keeper' | 'guardian', Credentials>>;

/** Begins with a letter, because the server would read some runs of digits as a number or a size. */
const makeSecret = (): string => `t${randomBytes(24).toString('hex')}`;

const readSet = async (path: string): Promise<CredentialSet> => {
  const secrets = JSON.parse(await readFile(path, 'utf8')) as Record<keyof CredentialSet, string>;
  const of = (user: keyof CredentialSet): Credentials => {
    if (!/^t[0-9a-f]{48}$/.test(secrets[user] ?? '')) throw new SyntaxError(`no secret of ${user}`);
    return { user, password: secrets[user] };
  };
  return { appender: of('appender'), keeper: of('keeper'), guardian: of('guardian') };
};

/** Reads the owner-only file of secrets, and makes it first when it is absent or damaged; call it under the start lock. */
export const openCredentials = async (folder: string): Promise<CredentialSet> => {
  const path = join(folder, 'credentials.json');
  try {
    const set = await readSet(path);
    await chmod(path, 0o600);
    return set;
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!absent && !(error instanceof SyntaxError)) throw error;
  }
  const temporary = `${path}.${process.pid}`;
  const secrets = { appender: makeSecret(), keeper: makeSecret(), guardian: makeSecret() };
  try {
    await writeFile(temporary, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return readSet(path);
};

/** How the secrets reach the server: nats.conf names these variables, and only the owner can read a process's environment. */
export const credentialVariables = (set: CredentialSet): Record<string, string> => ({
  AI_SCIENTIST_NATS_APPENDER: set.appender.password,
  AI_SCIENTIST_NATS_KEEPER: set.keeper.password,
  AI_SCIENTIST_NATS_GUARDIAN: set.guardian.password,
});
