import { CodedError } from '../../../events/outcome.ts';
import type { Endpoint, Environment, Given } from './schema.ts';
import { vendors } from './vendors.ts';

const plain = {
  api: 'openai',
  keyRequired: false,
  structuredOutput: 'schema',
  tokenLimit: 'max_tokens',
  reasoningTokens: 0,
  checkNames: true,
} as const;

/** `llama-cpp` -> `LLAMA_CPP_BASE_URL`. */
export const baseUrlVariable = (name: string): string => `${name.toUpperCase().replaceAll('-', '_')}_BASE_URL`;

/**
 * Returns the endpoint of a name: built in, configured, or with an address from the environment, in rising precedence;
 * undefined for an unknown name. Throws CodedError('config.broken') for one without an address.
 */
export const endpointOf = (
  name: string,
  configured: Readonly<Record<string, Given>>,
  environment: Environment,
): Endpoint | undefined => {
  const builtIn = Object.hasOwn(vendors, name) ? vendors[name] : undefined;
  const own = Object.hasOwn(configured, name) ? configured[name] : undefined;
  if (builtIn === undefined && own === undefined) return undefined;
  const said = { ...plain, ...builtIn?.given, ...own };
  const baseUrl = environment[baseUrlVariable(name)] || said.baseUrl || builtIn?.address?.(environment);
  if (baseUrl !== undefined) return { ...said, baseUrl } as Endpoint;
  const hint = builtIn?.hint === undefined ? '' : ` (${builtIn.hint})`;
  throw new CodedError('config.broken', `endpoint "${name}" has no address: set ${baseUrlVariable(name)}${hint}`);
};

/** The variable that holds the key of a server that is named by its address. */
const addressKeyVariable = 'MODEL_API_KEY';

/** `qwen3:32b@http://10.0.0.5:9000/v1`: a model of a server that speaks Chat Completions, named by its address. */
export const addressed = (name: string): { readonly model: string; readonly endpoint: Endpoint } | undefined => {
  const [, model = '', baseUrl = ''] = /^([^\s@]{1,200})@(https?:\/\/\S{1,500})$/.exec(name) ?? [];
  if (model === '') return undefined;
  const { username, password } = new URL(baseUrl);
  if (username !== '' || password !== '')
    throw new CodedError('config.broken', `the address of ${model} contains a key: set ${addressKeyVariable} instead`);
  return { model, endpoint: { ...plain, baseUrl, keyVariable: addressKeyVariable } };
};

export const endpointNames = (configured: Readonly<Record<string, Given>>): readonly string[] => [
  ...new Set([...Object.keys(vendors), ...Object.keys(configured)]),
];
