import { runCommand } from '../../machine/command.ts';
import { Fault } from '../exchange.ts';

/** The token that a command prints. Throws a Fault with the last line of its complaint. */
export const printedToken = async ([file = '', ...parameters]: readonly string[]): Promise<string> => {
  const { exitCode, stdout, stderr } = await runCommand(file, parameters);
  const token = stdout.trim();
  if (exitCode === 0 && /^\S+$/.test(token)) return token;
  const why = exitCode === 0 ? 'it printed no token' : stderr.trim().split('\n').at(-1) || `exit code ${exitCode}`;
  throw new Fault('model.no_key', `${[file, ...parameters].join(' ')} gives no access token: ${why.slice(0, 300)}`);
};

/**
 * Sends each request with an access token, and renews one that has expired: a server that answers 401 is asked once
 * more with a new one. `first` is a token that is known already.
 */
export const withAccessTokens = (
  fetch: typeof globalThis.fetch,
  renew: () => Promise<string>,
  first: string | undefined,
): typeof globalThis.fetch => {
  let token = first === undefined ? undefined : Promise.resolve(first);
  const held = (): Promise<string> => {
    token ??= renew();
    return token;
  };
  const drop = (used: Promise<string>): void => {
    // Another request may have renewed it meanwhile.
    if (token === used) token = undefined;
  };
  return async (input, init) => {
    const send = async (used: Promise<string>): Promise<Response> => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${await used}`);
      return fetch(input, { ...init, headers });
    };
    const used = held();
    const response = await send(used).catch((error) => {
      if (error instanceof Fault) drop(used);
      throw error;
    });
    if (response.status !== 401) return response;
    await response.body?.cancel();
    drop(used);
    return send(held());
  };
};
