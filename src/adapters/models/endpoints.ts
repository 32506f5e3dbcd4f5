import * as z from 'zod';
import { CodedError } from '../../events/outcome.ts';

/** What a person may say of an endpoint, of a new one or of one that is built in. */
export const endpointSchema = z.strictObject({
  /** `openai`: Chat Completions, which most servers speak; `anthropic`: Messages. */
  api: z.enum(['anthropic', 'openai']).optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** The environment variable that holds the key; the key itself stands in no file. */
  keyVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .optional(),
  keyRequired: z.boolean().optional(),
  /** Which form of an answer in JSON can be demanded. */
  structuredOutput: z.enum(['schema', 'object', 'none']).optional(),
  /** The name of the limit of tokens that is tried first. */
  tokenLimit: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  /** Room that is given to hidden reasoning beyond an answer's own tokens. */
  reasoningTokens: z.int().min(0).max(128_000).optional(),
  /** False for a server that takes any name and answers with the one model that it has. */
  checkNames: z.boolean().optional(),
});

type Given = z.output<typeof endpointSchema>;

/** Where models are served, and how that server speaks. */
export type Endpoint = {
  readonly [Name in keyof Given as Name extends 'keyVariable' ? never : Name]-?: NonNullable<Given[Name]>;
} & {
  readonly keyVariable?: string | undefined;
};

const plain = {
  api: 'openai',
  keyRequired: false,
  structuredOutput: 'schema',
  tokenLimit: 'max_tokens',
  reasoningTokens: 0,
  checkNames: true,
} as const;

const hosted = { keyRequired: true, reasoningTokens: 16_000 } as const;

const given: Readonly<Record<string, Given>> = {
  anthropic: {
    ...hosted,
    api: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    keyVariable: 'ANTHROPIC_API_KEY',
  },
  openai: {
    ...hosted,
    baseUrl: 'https://api.openai.com/v1',
    keyVariable: 'OPENAI_API_KEY',
    tokenLimit: 'max_completion_tokens',
  },
  deepseek: {
    ...hosted,
    baseUrl: 'https://api.deepseek.com',
    keyVariable: 'DEEPSEEK_API_KEY',
    structuredOutput: 'object',
  },
  openrouter: { ...hosted, baseUrl: 'https://openrouter.ai/api/v1', keyVariable: 'OPENROUTER_API_KEY' },
  ollama: { baseUrl: 'http://127.0.0.1:11434/v1', keyVariable: 'OLLAMA_API_KEY' },
  vllm: { baseUrl: 'http://127.0.0.1:8000/v1', keyVariable: 'VLLM_API_KEY' },
  'llama-cpp': { baseUrl: 'http://127.0.0.1:8080/v1', keyVariable: 'LLAMA_CPP_API_KEY', checkNames: false },
};

type Environment = Readonly<Record<string, string | undefined>>;

/** `llama-cpp` -> `LLAMA_CPP_BASE_URL`. */
export const baseUrlVariable = (name: string): string => `${name.toUpperCase().replaceAll('-', '_')}_BASE_URL`;

/**
 * The endpoints that are built in, those of the configuration over them, and addresses from the environment over both.
 * Throws CodedError('config.broken') for an endpoint without an address.
 */
export const endpointsOf = (
  configured: Readonly<Record<string, Given>>,
  environment: Environment,
): Readonly<Record<string, Endpoint>> => {
  const endpoint = (name: string): Endpoint => {
    const said = { ...plain, ...given[name], ...configured[name] };
    const baseUrl = environment[baseUrlVariable(name)] || said.baseUrl;
    if (baseUrl === undefined)
      throw new CodedError('config.broken', `endpoint "${name}" of the configuration has no baseUrl`);
    return { ...said, baseUrl } as Endpoint;
  };
  const names = new Set([...Object.keys(given), ...Object.keys(configured)]);
  return Object.fromEntries([...names].map((name) => [name, endpoint(name)]));
};
