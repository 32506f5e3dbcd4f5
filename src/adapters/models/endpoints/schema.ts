import * as z from 'zod';

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
  /** A command that prints a short-lived access token, when the variable has none or its token has expired. */
  keyCommand: z.array(z.string().min(1)).min(1).optional(),
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

export type Given = z.output<typeof endpointSchema>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** A server of models and its protocol. */
export type Endpoint = {
  readonly [Name in keyof Given as Name extends 'keyVariable' | 'keyCommand' ? never : Name]-?: NonNullable<
    Given[Name]
  >;
} & {
  readonly keyVariable?: string | undefined;
  readonly keyCommand?: readonly string[] | undefined;
};
