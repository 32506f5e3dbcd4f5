const secretName = /(?:_API_KEY|_TOKEN|_PASSWORD|_SECRET)$/;

const passwordIn = (url: string | undefined): string | undefined => {
  const password = url && URL.canParse(url) ? new URL(url).password : '';
  if (password === '') return undefined;
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
};

/** Values of the environment that nobody may read in a log, a result or an error. */
export const secretsOf = (
  environment: Readonly<Record<string, string | undefined>>,
): readonly (string | undefined)[] => [
  ...Object.entries(environment).flatMap(([name, value]) => (secretName.test(name) ? [value] : [])),
  passwordIn(environment.NATS_URL),
];
