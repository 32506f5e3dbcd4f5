import * as z from 'zod';
import type { TaskDefinition } from './definition.ts';
import { environmentSchema, experimentReasons, resourceUseSchema } from './experiment.ts';
import { failedLibrarySchema, paperRecordSchema, searchEvidenceSchema } from './idea.ts';
import { findingSchema, pdfSchema } from './paper.ts';
import { resourceLimitsSchema } from './run.ts';
import { treeSchema } from './tree.ts';

const count = z.number().int().nonnegative();

const textPartSchema = z.object({ type: z.literal('text'), text: z.string() });
const imagePartSchema = z.object({
  type: z.literal('image'),
  mediaType: z.enum(['image/png', 'image/jpeg']),
  blob: z.string().describe("SHA-256 of the image's bytes in the blob store."),
});

const messageSchema = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.union([z.string(), z.array(z.union([textPartSchema, imagePartSchema]))]),
});

const usageSchema = z.object({
  inputTokens: z.number().describe('All of the request, what was read from or written to a cache included.'),
  outputTokens: z.number(),
  cachedInputTokens: z.number(),
  cacheWriteTokens: z
    .number()
    .optional()
    .describe("Written to the vendor's cache by this call; part of `inputTokens`."),
});

const trySchema = z.object({ code: z.string(), message: z.string(), waitedMs: z.number() });

const model = {
  kind: 'model',
  description: 'Ask a language model one question.',
  paid: true,
  input: z.object({
    purpose: z.string().describe('`<role>.<key>`, such as `coder.edit`: selects the model and labels cost.'),
    system: z.string(),
    messages: z.array(messageSchema),
    temperature: z.number(),
    maxTokens: z.number(),
    answerSchema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('JSON Schema of the answer, when it is to be JSON.'),
  }),
  value: z.object({
    text: z.string(),
    model: z.string().describe('`adapter:model`, such as `playbook:grokking`.'),
    stopReason: z
      .enum(['end', 'max_tokens'])
      .describe('`max_tokens`: it was cut off, and going on did not help. A refusal is a failure, `model.refused`.'),
    usage: usageSchema,
    costUsd: z.number().nullable().describe('US dollars; null when the price is unknown.'),
    latencyMs: z.number(),
    raw: z
      .string()
      .optional()
      .describe(
        'The whole response as a blob if the text is only a part of it: reasoning, marks, the frame of a tool call.',
      ),
    thoughtCharacters: z.number().optional().describe('How much of that was reasoning.'),
    tries: z.array(trySchema).optional().describe('Tries before the one that was answered.'),
    dropped: z
      .array(z.string())
      .optional()
      .describe("What was left out of the request so that it fits the model's context, and by which rule."),
    purpose: z.string().optional(),
    request: z.string().optional().describe('Blob with the whole request.'),
  }),
} as const satisfies TaskDefinition;

const search = {
  kind: 'search',
  description: 'Search the literature.',
  input: z.object({ query: z.string(), limit: count.describe('The maximum number of papers.') }),
  value: z.object({
    library: z.string().describe('The one that answered.'),
    papers: z.array(paperRecordSchema),
    evidence: z
      .array(searchEvidenceSchema)
      .optional()
      .describe('The raw responses from which `papers` were read; absent for a library without a network.'),
    failed: z.array(failedLibrarySchema).optional().describe('Libraries that were asked before and failed.'),
  }),
} as const satisfies TaskDefinition;

const experiment = {
  kind: 'experiment',
  description: 'Run one command on a workspace in the sandbox.',
  input: z.object({
    workspace: treeSchema,
    command: z.array(z.string()).describe('The program and its arguments; `python` is the interpreter of the sandbox.'),
    collect: z
      .looseObject({ prefixes: z.array(z.string()), suffixes: z.array(z.string()) })
      .describe('Which files of the workspace are kept afterwards.'),
    limits: resourceLimitsSchema,
    environment: z.record(z.string(), z.string()).describe('Added to the clean environment.'),
  }),
  value: z.object({
    reason: z.enum(['completed', ...experimentReasons]),
    explanation: z.string(),
    exitCode: z.number().nullable(),
    outputs: treeSchema,
    skipped: z
      .array(z.object({ path: z.string(), reason: z.string() }))
      .optional()
      .describe('The first files that could not be kept, each with the reason.'),
    skippedCount: z.number().int().nonnegative().optional().describe('How many files could not be kept in all.'),
    stdout: z.string().describe('Blob with everything that was printed.'),
    stderr: z.string(),
    tail: z.string().describe('The last of what was printed: errors when there are any.'),
    resources: resourceUseSchema,
    environment: environmentSchema,
    sandbox: z.string(),
  }),
} as const satisfies TaskDefinition;

const typeset = {
  kind: 'typeset',
  description: 'Compile the sources of a paper.',
  input: z.object({ sources: treeSchema, main: z.string().describe('Such as `paper.tex`.') }),
  value: z.object({
    ok: z.boolean().describe('A PDF was made and the compiler reported no error.'),
    engine: z.string().optional().describe('The program that set it, such as `lualatex`; absent in earlier logs.'),
    pdf: pdfSchema.nullable(),
    errors: z.array(findingSchema),
    warnings: z.array(findingSchema),
    logTail: z.string(),
    text: z.string().describe('What the PDF says; empty when there is none.'),
  }),
} as const satisfies TaskDefinition;

/** The task kinds that this program can execute. */
export const tasks = { model, search, experiment, typeset };
