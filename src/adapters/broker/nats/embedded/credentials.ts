import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Credentials = { readonly user: string; readonly password: string };

const users = ['appender', 'founder', 'keeper', 'guardian'] as const;
type User = (typeof users)[number];

/** `appender` reads and appends, `founder` creates streams, `keeper` deletes, `guardian` monitors: see nats.conf. */
export type CredentialSet = Readonly<Record<User, Credentials>>;

type Secrets = Partial<Record<User, string>>;

/** Begins with a letter, because the server parses some digit strings as a number or a size. */
const makeSecret = (): string => `t${randomBytes(24).toString('hex')}`;
const isSecret = (text: unknown): boolean => typeof text === 'string' && /^t[0-9a-f]{48}$/.test(text);

/** Reads no secrets from an absent or damaged file. */
const readSecrets = async (path: string): Promise<Secrets> => {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as Secrets | null) ?? {};
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isAbsent && !(error instanceof SyntaxError)) throw error;
    return {};
  }
};

const writeSecrets = async (path: string, secrets: Secrets): Promise<void> => {
  const temporary = `${path}.${process.pid}`;
  try {
    await writeFile(temporary, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
};

/** Reads the owner-only file of secrets and creates missing ones; call it while holding the start lock. */
export const openCredentials = async (folder: string): Promise<CredentialSet> => {
  const path = join(folder, 'credentials.json');
  const found = await readSecrets(path);
  const passwords = users.map((user) => [user, isSecret(found[user]) ? found[user] : makeSecret()] as const);
  if (passwords.some(([user, password]) => found[user] !== password))
    await writeSecrets(path, Object.fromEntries(passwords));
  await chmod(path, 0o600);
  return Object.fromEntries(passwords.map(([user, password]) => [user, { user, password }])) as CredentialSet;
};

/** Passes the secrets to the server in variables that nats.conf names; only the owner can read a process's environment. */
export const credentialVariables = (set: CredentialSet): Record<string, string> => ({
  AI_SCIENTIST_NATS_APPENDER: set.appender.password,
  AI_SCIENTIST_NATS_FOUNDER: set.founder.password,
  AI_SCIENTIST_NATS_KEEPER: set.keeper.password,
  AI_SCIENTIST_NATS_GUARDIAN: set.guardian.password,
});
