import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../../events/json.ts';
import { isModelName, modelNameForms } from '../../events/model-name.ts';
import { CodedError } from '../../events/outcome.ts';
import { problemOf } from '../../events/problem.ts';
import { hookSchema } from '../hooks/schema.ts';
import { agentSchema } from './agents/schema.ts';
import { endpointSchema } from './endpoints/schema.ts';
import { priceSchema } from './prices.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name may contain only a-z, 0-9 and -');
const modelName = z.string().refine(isModelName, `a model is named ${modelNameForms}`);
const place = z
  .string()
  .regex(/^(?:default|[a-z][a-z0-9-]*(\.[a-z-]+)?)$/, 'default, a role, or a purpose such as coder.edit');

const isExpression = (text: string): boolean => {
  try {
    return !new RegExp(text).test('');
  } catch {
    return false;
  }
};

/** The configuration file. It contains no keys, which are read from the environment. */
const configSchema = z.strictObject({
  /** For people: the purpose of the file. */
  about: z.string().optional(),
  models: z.record(place, modelName).default({}),
  endpoints: z
    .record(
      name.refine((text) => text !== 'agent', '"agent" stands for coding agents'),
      endpointSchema,
    )
    .default({}),
  agents: z.record(name, agentSchema).default({}),
  prices: z.record(z.string().min(1), priceSchema).default({}),
  timeouts: z
    .strictObject({
      silenceMs: z.int().positive().optional(),
      totalMs: z.int().positive().optional(),
    })
    .default({}),
  /** What to call when something happens that a person who is away wants to know. */
  hooks: z.array(hookSchema).default([]),
  /** Further secrets never to record or show: names of variables, and regular expressions. */
  secrets: z
    .strictObject({
      names: z.array(z.string().min(1)).default([]),
      patterns: z
        .array(z.string().min(1).refine(isExpression, 'is not a regular expression, or matches the empty text'))
        .default([]),
    })
    .default({ names: [], patterns: [] }),
});

export type Config = z.output<typeof configSchema>;

const parse = (file: string, text: string): Config => {
  try {
    return configSchema.parse(parseJson(text));
  } catch (error) {
    throw new CodedError('config.broken', `the configuration ${file} is invalid: ${problemOf(error)}`, {
      cause: error,
    });
  }
};

/**
 * Reads the named file, or the data folder's `config.json` if it exists. Throws
 * CodedError('config.broken' or 'config.missing').
 */
export const readConfig = async (named: string | undefined, home: string): Promise<Config> => {
  const file = named ?? join(home, 'config.json');
  try {
    return parse(file, await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (named === undefined && code === 'ENOENT') return configSchema.parse({});
    throw new CodedError('config.missing', `the configuration ${file} cannot be read (${code ?? message})`, {
      cause: error,
    });
  }
};
