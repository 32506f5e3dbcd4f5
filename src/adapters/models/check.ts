import type { ErrorCode } from '../../events/errors/registry.ts';
import type { Clock } from '../../ports/clock.ts';
import { baseUrlVariable } from './endpoints/endpoints.ts';
import { Fault } from './exchange.ts';
import { readableResponses } from './responses.ts';
import { faultOf, type Server } from './speak.ts';

/** Why a model cannot be used, with a remedy; undefined when its server reports no problem. */
export type Problem = { readonly code: ErrorCode; readonly message: string };

const timeoutMs = 15_000;
const maximumTries = 3;
const shownNames = 8;

const withTimeout =
  ({ fetch }: Server): typeof globalThis.fetch =>
  (url, init) => {
    const over = AbortSignal.timeout(timeoutMs);
    return fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, over]) : over });
  };

/** Reads the list of models whole, without converting it to a stream. */
const listed = (server: Server) => readableResponses(withTimeout(server), () => '', false);

/** Returns the names that a server lists; Ollama's names are also valid without `:latest`. */
const isListed = (names: readonly string[], model: string): boolean =>
  names.includes(model) || names.includes(`${model}:latest`);

const lookUp = async (server: Server, model: string): Promise<void> => {
  if (server.endpoint.api === 'anthropic') {
    const { anthropicClient } = await import('./anthropic.ts');
    await anthropicClient(server, listed(server)).models.retrieve(model);
    return;
  }
  const { openaiClient } = await import('./openai.ts');
  const names: string[] = [];
  for await (const { id } of openaiClient(server, listed(server)).models.list()) names.push(id);
  if (server.endpoint.checkNames && names.length > 0 && !isListed(names, model)) {
    const known = names.length > shownNames ? `${names.slice(0, shownNames).join(', ')}, …` : names.join(', ');
    throw new Fault('model.unknown', `it has ${known}`);
  }
};

const remedy = (fault: Fault, { name, endpoint }: Server, model: string): Problem | undefined => {
  const { code, message } = fault;
  const at = `${name} (${endpoint.baseUrl})`;
  switch (code) {
    case 'model.unknown':
      return { code, message: `${at} knows no model "${model}": ${message}` };
    case 'model.unauthorized':
      return { code, message: `${at} rejects the key in ${endpoint.keyVariable}: ${message}` };
    case 'model.no_key':
      return { code, message: `${name}: ${message}; sign in, or set ${endpoint.keyVariable}` };
    case 'model.no_credit':
      return { code, message: `${at} has no credit left for this key: ${message}` };
    case 'model.unavailable':
    case 'model.timed_out':
      return {
        code,
        message: `${at} does not answer: start it, set ${baseUrlVariable(name)}, or name a proxy by HTTPS_PROXY: ${message}`,
      };
    case 'model.malformed':
      return /web page/.test(message) ? { code, message: `${name}: ${message}` } : undefined;
    default:
      // A server without a list of models, or too busy to return it, may still answer requests.
      return undefined;
  }
};

/** True when the server lacks the requested endpoint, so that its answer says nothing about the model. */
const hasNoList = (fault: Fault, { endpoint }: Server): boolean =>
  endpoint.api === 'openai' && fault.code === 'model.unknown' && !fault.message.startsWith('it has ');

/** Checks, free of charge, whether a server accepts the key and knows the model. */
export const checkModel = async (
  server: Server,
  model: string,
  sleep: Clock['sleep'],
): Promise<Problem | undefined> => {
  const { name, endpoint, key } = server;
  if (key === undefined && endpoint.keyRequired)
    return { code: 'model.no_key', message: `${name}:${model} needs a key: set ${endpoint.keyVariable}` };
  for (let tries = 1; ; tries += 1) {
    try {
      await lookUp(server, model);
      return undefined;
    } catch (error) {
      const fault = faultOf(error, server, new Set(), false);
      if (hasNoList(fault, server)) return undefined;
      if (!fault.parts.again || tries >= maximumTries) return remedy(fault, server, model);
      await sleep(250 * 2 ** tries);
    }
  }
};
