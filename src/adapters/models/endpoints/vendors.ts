import type { Environment, Given } from './schema.ts';

/** An endpoint that is built in. Addresses and variables are those that the vendors document. */
type Vendor = {
  readonly given: Given;
  /** The address, if it depends on a person's account. */
  readonly address?: (environment: Environment) => string | undefined;
  /** How to write an address that cannot be known. */
  readonly hint?: string;
};

const hosted = (name: string, baseUrl: string, more: Given = {}): Vendor => ({
  given: { keyRequired: true, reasoningTokens: 16_000, baseUrl, keyVariable: `${name}_API_KEY`, ...more },
});

const local = (name: string, baseUrl: string, more: Given = {}): Vendor => ({
  given: { baseUrl, keyVariable: `${name}_API_KEY`, ...more },
});

const azureHint = 'https://<resource>.openai.azure.com/openai/v1';
const bedrockHint = 'or AWS_REGION';

/** `checkNames: false`: the server's list has other names than its requests, or none. */
export const vendors: Readonly<Record<string, Vendor>> = {
  anthropic: hosted('ANTHROPIC', 'https://api.anthropic.com', { api: 'anthropic' }),
  openai: hosted('OPENAI', 'https://api.openai.com/v1', { tokenLimit: 'max_completion_tokens' }),
  gemini: hosted('GEMINI', 'https://generativelanguage.googleapis.com/v1beta/openai', { checkNames: false }),
  azure: {
    given: {
      keyRequired: true,
      reasoningTokens: 16_000,
      keyVariable: 'AZURE_OPENAI_API_KEY',
      tokenLimit: 'max_completion_tokens',
      checkNames: false,
    },
    address: ({ AZURE_OPENAI_ENDPOINT: resource }) => resource && `${resource.replace(/\/$/, '')}/openai/v1`,
    hint: azureHint,
  },
  bedrock: {
    given: {
      keyRequired: true,
      reasoningTokens: 16_000,
      keyVariable: 'AWS_BEARER_TOKEN_BEDROCK',
      checkNames: false,
    },
    address: ({ AWS_REGION, AWS_DEFAULT_REGION }) => {
      const region = AWS_REGION || AWS_DEFAULT_REGION;
      return region && `https://bedrock-runtime.${region}.amazonaws.com/openai/v1`;
    },
    hint: bedrockHint,
  },
  deepseek: hosted('DEEPSEEK', 'https://api.deepseek.com', { structuredOutput: 'object' }),
  groq: hosted('GROQ', 'https://api.groq.com/openai/v1'),
  huggingface: hosted('HF', 'https://router.huggingface.co/v1', { keyVariable: 'HF_TOKEN', checkNames: false }),
  mistral: hosted('MISTRAL', 'https://api.mistral.ai/v1'),
  moonshot: hosted('MOONSHOT', 'https://api.moonshot.ai/v1'),
  openrouter: hosted('OPENROUTER', 'https://openrouter.ai/api/v1'),
  together: hosted('TOGETHER', 'https://api.together.xyz/v1'),
  vertex: {
    given: {
      keyRequired: true,
      reasoningTokens: 16_000,
      keyVariable: 'GOOGLE_ACCESS_TOKEN',
      keyCommand: ['gcloud', 'auth', 'print-access-token'],
      checkNames: false,
    },
    address: ({ GOOGLE_CLOUD_PROJECT: project, GOOGLE_CLOUD_LOCATION: location }) => {
      if (!project || !location) return undefined;
      const host = `${location === 'global' ? '' : `${location}-`}aiplatform.googleapis.com`;
      return `https://${host}/v1/projects/${project}/locations/${location}/endpoints/openapi`;
    },
    hint: 'or GOOGLE_CLOUD_PROJECT and GOOGLE_CLOUD_LOCATION',
  },
  xai: hosted('XAI', 'https://api.x.ai/v1'),
  'llama-cpp': local('LLAMA_CPP', 'http://127.0.0.1:8080/v1', { checkNames: false }),
  litellm: local('LITELLM', 'http://127.0.0.1:4000/v1'),
  'lm-studio': local('LM_STUDIO', 'http://127.0.0.1:1234/v1'),
  ollama: local('OLLAMA', 'http://127.0.0.1:11434/v1'),
  vllm: local('VLLM', 'http://127.0.0.1:8000/v1'),
};
