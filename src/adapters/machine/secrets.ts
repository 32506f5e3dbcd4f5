/** Matches names of secret variables; `PWD` is a folder. */
const secretName =
  /(?:^|_)(?:API_?KEY|KEYS?|ACCESS_KEY_ID|TOKEN|SECRETS?|PASSWORDS?|PASSWD|PASSPHRASE|PASS|PW|PAT|CREDENTIALS?|DSN|COOKIES?|CONNECTION_STRING)$/i;

/** Returns the password in a URL, both encoded and decoded. */
export const passwordsIn = (address: string | undefined): readonly string[] => {
  const password = address && URL.canParse(address) ? new URL(address).password : '';
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
};

/** Returns the environment's values to redact from logs, results and errors: by variable name, and passwords in URLs. */
export const secretsOf = (environment: Readonly<Record<string, string | undefined>>): readonly string[] => [
  ...new Set(
    Object.entries(environment).flatMap(([name, value = '']) =>
      secretName.test(name) ? [value, ...passwordsIn(value)] : passwordsIn(value),
    ),
  ),
];

/** Returns the values of variables that a person names; `*` in a name matches any text. */
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
