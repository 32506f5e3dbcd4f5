import * as z from 'zod';
import { CodedError } from '../../events/outcome.ts';

/** A person's settings for an endpoint, new or built in. */
export const endpointSchema = z.strictObject({
  /** `openai`: Chat Completions, which most servers support; `anthropic`: Messages. */
  api: z.enum(['anthropic', 'openai']).optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** The environment variable that holds the key; keys are never stored in files. */
  keyVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .optional(),
  keyRequired: z.boolean().optional(),
  /** The supported form of structured output. */
  structuredOutput: z.enum(['schema', 'object', 'none']).optional(),
  /** The name of the token limit to try first. */
  tokenLimit: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  /** Tokens for hidden reasoning, in addition to an answer's own. */
  reasoningTokens: z.int().min(0).max(128_000).optional(),
  /** False for a server that accepts any name and always answers with its one model. */
  checkNames: z.boolean().optional(),
});

type Given = z.output<typeof endpointSchema>;

/** A server of models and its protocol. */
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
 * Merges the built-in endpoints, the configuration, and addresses from the environment, in rising precedence.
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
