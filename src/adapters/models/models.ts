import { CodedError } from '../../events/outcome.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Model } from '../../ports/model.ts';
import { createFetch } from '../http/fetch.ts';
import { checkModel, type Problem } from './check.ts';
import type { Config } from './config.ts';
import { timeoutsFor } from './deadline.ts';
import { printedToken, withAccessTokens } from './endpoints/access-tokens.ts';
import { addressed, endpointNames, endpointOf } from './endpoints/endpoints.ts';
import type { Endpoint } from './endpoints/schema.ts';
import type { Exchange } from './exchange.ts';
import { createModel } from './model.ts';
import { priceTable } from './price-table.ts';
import { priceOf } from './prices.ts';
import type { Server } from './speak.ts';

export type ModelsParts = {
  readonly config: Pick<Config, 'endpoints' | 'prices' | 'timeouts'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly sleep: Clock['sleep'];
  readonly random: () => number;
  /** Called with each key before its first use. */
  readonly onKey: (key: string) => void;
};

/** Provides models by name, `<endpoint>:<model>`. */
export type Models = {
  /** Throws CodedError('model.unknown') for a name without an endpoint. */
  readonly named: (name: string) => Model;
  /** Checks, free of charge, that all models are usable. Throws a CodedError with one line and remedy per problem. */
  readonly check: (names: readonly string[]) => Promise<void>;
};

/** Loads the adapter with its vendor's SDK at the first call, so that other models do not pay for it. */
const exchangeOf = (server: Server, model: string): Exchange => {
  let loaded: Promise<Exchange> | undefined;
  const load = async (): Promise<Exchange> =>
    server.endpoint.api === 'anthropic'
      ? (await import('./anthropic.ts')).anthropicExchange(server, model)
      : (await import('./openai.ts')).openaiExchange(server, model);
  return async (prompt, call) => {
    loaded ??= load();
    return (await loaded)(prompt, call);
  };
};

export const createModels = ({ config, environment, sleep, random, onKey }: ModelsParts): Models => {
  const fetch = createFetch(environment);
  const made = new Map<string, Model>();
  /** By endpoint, so that all its models share a token. */
  const fetches = new Map<string, typeof fetch>();

  const located = (name: string): { serverName: string; endpoint: Endpoint; model: string } => {
    const byAddress = addressed(name);
    if (byAddress !== undefined) return { serverName: new URL(byAddress.endpoint.baseUrl).host, ...byAddress };
    const [, serverName = '', model = ''] = /^([^:]+):(.+)$/s.exec(name) ?? [];
    const endpoint = model === '' ? undefined : endpointOf(serverName, config.endpoints, environment);
    if (endpoint !== undefined) return { serverName, endpoint, model };
    const known = endpointNames(config.endpoints).map((known) => `${known}:<model>`);
    throw new CodedError(
      'model.unknown',
      `unknown model "${name}": use playbook, <model>@<address of a server>, ${known.join(', ')}`,
    );
  };

  const find = (name: string): { readonly server: Server; readonly model: string } => {
    const { serverName, endpoint, model } = located(name);
    const given = (endpoint.keyVariable && environment[endpoint.keyVariable]?.trim()) || undefined;
    if (given !== undefined) onKey(given);
    const timeouts = timeoutsFor(endpoint.baseUrl, config.timeouts);
    const server = { name: serverName, endpoint, key: given, timeouts, fetch };
    const { keyCommand } = endpoint;
    if (keyCommand === undefined) return { server, model };
    const renew = async (): Promise<string> => {
      const token = await printedToken(keyCommand);
      onKey(token);
      return token;
    };
    const tokened = fetches.get(serverName) ?? withAccessTokens(fetch, renew, given);
    fetches.set(serverName, tokened);
    // The tokens replace this key in every request.
    return { server: { ...server, key: given ?? 'none', fetch: tokened }, model };
  };

  const make = (name: string): Model => {
    const { server, model } = find(name);
    const exchange = exchangeOf(server, model);
    const price = priceOf(server.name, model, config.prices, priceTable);
    return createModel({ name, exchange, price, sleep, random, reasoningTokens: server.endpoint.reasoningTokens });
  };

  return {
    named: (name) => {
      const model = made.get(name) ?? make(name);
      made.set(name, model);
      return model;
    },
    check: async (names) => {
      const checked = await Promise.all(
        [...new Set(names)].map(async (name) => {
          const { server, model } = find(name);
          return checkModel(server, model, sleep);
        }),
      );
      const problems = checked.filter((problem): problem is Problem => problem !== undefined);
      const [first] = problems;
      if (first !== undefined)
        throw new CodedError(first.code, [...new Set(problems.map(({ message }) => message))].join('\n'));
    },
  };
};
