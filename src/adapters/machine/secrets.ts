/** Names of variables whose values nobody may read; `PWD` is a folder. */
const secretName =
  /(?:^|_)(?:API_?KEY|KEYS?|ACCESS_KEY_ID|TOKEN|SECRETS?|PASSWORDS?|PASSWD|PASSPHRASE|PASS|PW|PAT|CREDENTIALS?|DSN|COOKIES?|CONNECTION_STRING)$/i;

/** The password in an address, as it stands there and as it is meant. */
export const passwordsIn = (address: string | undefined): readonly string[] => {
  const password = address && URL.canParse(address) ? new URL(address).password : '';
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
};

/** Values of the environment that nobody may read in a log, a result or an error: by their names, and passwords in addresses. */
export const secretsOf = (environment: Readonly<Record<string, string | undefined>>): readonly string[] => [
  ...new Set(
    Object.entries(environment).flatMap(([name, value = '']) =>
      secretName.test(name) ? [value, ...passwordsIn(value)] : passwordsIn(value),
    ),
  ),
];

/** The values of variables that a person names; `*` in a name stands for anything. */
export const valuesOf = (
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): readonly (string | undefined)[] => {
  const wanted = names.map(
    (name) =>
      new RegExp(
        `^${name
          .split('*')
          .map((part) => part.replace(/[^\w]/g, '\\$&'))
          .join('.*')}$`,
      ),
  );
  return Object.entries(environment).flatMap(([name, value]) => (wanted.some((one) => one.test(name)) ? [value] : []));
};
