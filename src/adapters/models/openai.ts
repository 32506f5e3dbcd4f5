import { Readable } from 'node:stream';
import OpenAI from 'openai';
import type { ModelUsage } from '../../ports/model.ts';
import { strictSchema } from './answer-schema.ts';
import { type Exchange, type ExchangeCall, Fault, type Option, type Prompt, type Reply } from './exchange.ts';
import { readableResponses } from './responses.ts';
import { type Seen, type Server, speak } from './speak.ts';
import { pieceOf } from './told.ts';

type Body = OpenAI.ChatCompletionCreateParamsStreaming;

const partsOf = (parts: Prompt['messages'][number]['content']) => {
  if (parts.every(({ type }) => type === 'text'))
    return parts.map((part) => ('text' in part ? part.text : '')).join('\n\n');
  return parts.map((part) =>
    part.type === 'text'
      ? { type: 'text' as const, text: part.text }
      : { type: 'image_url' as const, image_url: { url: `data:${part.mediaType};base64,${part.base64}` } },
  );
};

/** Chooses the name of the token limit: the endpoint's own first, the other one when that was refused. */
const limitName = ({ endpoint }: Server, refused: ReadonlySet<Option>): 'max_tokens' | 'max_completion_tokens' => {
  if (refused.has('maxTokensName')) return 'max_completion_tokens';
  if (refused.has('completionTokensName')) return 'max_tokens';
  return endpoint.tokenLimit;
};

const formatOf = (prompt: Prompt, { endpoint }: Server, refused: ReadonlySet<Option>): Body['response_format'] => {
  if (prompt.answerSchema === undefined || refused.has('answerSchema')) return undefined;
  if (endpoint.structuredOutput === 'object') return { type: 'json_object' };
  const schema = endpoint.structuredOutput === 'schema' ? strictSchema(prompt.answerSchema) : undefined;
  // The vendor's SDK has no type for the form that local servers expect.
  if (schema && refused.has('schemaName')) return { type: 'json_object', schema } as Body['response_format'];
  return schema && { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: { ...schema } } };
};

/** Puts the system text before the first message, for models without system messages. */
const withSystemInside = ({ system, messages }: Prompt) =>
  messages.map(({ role, content }, index) => ({
    role,
    content: partsOf(index === 0 && system !== '' ? [{ type: 'text', text: system }, ...content] : content),
  }));

const bodyOf = (model: string, prompt: Prompt, server: Server, refused: ReadonlySet<Option>): Body => {
  const format = formatOf(prompt, server, refused);
  return {
    model,
    stream: true,
    ...(!refused.has('streamUsage') && { stream_options: { include_usage: true } }),
    messages: (refused.has('system')
      ? withSystemInside(prompt)
      : [
          ...(prompt.system === '' ? [] : [{ role: 'system', content: prompt.system }]),
          ...prompt.messages.map(({ role, content }) => ({ role, content: partsOf(content) })),
        ]) as Body['messages'],
    [limitName(server, refused)]: prompt.maxTokens + (refused.has('reasoning') ? 0 : server.endpoint.reasoningTokens),
    ...(!refused.has('temperature') && { temperature: prompt.temperature }),
    ...(format && { response_format: format }),
  };
};

const optionsIn = (body: Body, prompt: Prompt, keyRequired: boolean): Set<Option> => {
  const sent: Option[] = [body.max_tokens === undefined ? 'completionTokensName' : 'maxTokensName'];
  if ('temperature' in body) sent.push('temperature');
  if (body.stream_options !== undefined) sent.push('streamUsage');
  if (body.response_format !== undefined) sent.push('answerSchema');
  if (body.response_format?.type === 'json_schema' && !keyRequired) sent.push('schemaName');
  if (body.stream) sent.push('stream');
  if (body.messages[0]?.role === 'system') sent.push('system');
  if ((body.max_tokens ?? body.max_completion_tokens ?? 0) > prompt.maxTokens) sent.push('reasoning');
  if (JSON.stringify(body.messages).includes('"type":"image_url"')) sent.push('images');
  return new Set(sent);
};

const stops: Readonly<Record<string, Reply['stop']>> = { length: 'length', content_filter: 'refusal' };

/** `prompt_cache_hit_tokens` is DeepSeek's name for cached tokens. */
const usageOf = (told: OpenAI.CompletionUsage & { prompt_cache_hit_tokens?: number }): ModelUsage => {
  const cacheWriteTokens = told.prompt_tokens_details?.cache_write_tokens ?? 0;
  return {
    inputTokens: told.prompt_tokens ?? 0,
    outputTokens: told.completion_tokens ?? 0,
    cachedInputTokens: told.prompt_tokens_details?.cached_tokens ?? told.prompt_cache_hit_tokens ?? 0,
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
  };
};

const tariffs: Readonly<Record<string, Reply['tariff']>> = { default: 'standard', auto: 'standard', flex: 'batch' };

/** Also accepts other servers' reasons: `max_tokens`, `MAX_TOKENS`, `length_limit`. */
const stopOf = (finish: string): Reply['stop'] => stops[finish] ?? (/max|length/i.test(finish) ? 'length' : 'end');

type Chunk = {
  readonly usage?: OpenAI.CompletionUsage | null;
  readonly service_tier?: string | null;
  readonly choices?: readonly { readonly finish_reason?: string | null }[];
};

/** Reads an answer from the chunks of a stream, or from one chunk that contains all of it. */
const read = async (stream: AsyncIterable<Chunk>, seen: Seen, call: ExchangeCall): Promise<Reply> => {
  let finish: string | undefined;
  let refusal = '';
  let thoughts = '';
  let toolArguments = '';
  let tariff: Reply['tariff'] = 'standard';
  let chunks = 0;
  for await (const chunk of stream) {
    chunks += 1;
    if (chunk.usage) seen.usage = usageOf(chunk.usage);
    if (chunk.service_tier) tariff = tariffs[chunk.service_tier] ?? 'other';
    const choice = chunk.choices?.[0];
    if (choice === undefined) continue;
    const piece = pieceOf(choice);
    if (piece.text !== '') {
      seen.text += piece.text;
      call.onText(piece.text);
    }
    thoughts += piece.thoughts;
    toolArguments += piece.toolArguments;
    refusal += piece.refusal;
    finish = choice.finish_reason ?? finish;
  }
  if (chunks === 0) throw new Fault('model.malformed', 'the answer is not a stream of a completion', { again: true });
  // Usage follows the last piece, so with it the answer is complete, whatever finish reason the server gives.
  if (finish === undefined && seen.usage === undefined)
    throw new Fault('model.interrupted', 'the stream ended in the middle of the answer', { again: true });
  const stop = refusal !== '' ? 'refusal' : stopOf(finish ?? 'stop');
  const text = seen.text.trim() === '' ? toolArguments : seen.text;
  const told = { ...(thoughts !== '' && { thoughts }), ...(refusal !== '' && { reason: refusal }) };
  return { text, stop, ...told, usage: seen.usage, tariff };
};

/** Converts a whole completion, which some servers send instead of a stream, into one chunk. */
const wholeAsStream = (body: unknown): string => `data: ${JSON.stringify(body)}\n\ndata: [DONE]\n\n`;

/** Ignores the SDK's own environment variables, which are meant for OpenAI only. */
export const openaiClient = ({ name, endpoint, key }: Server, fetch: typeof globalThis.fetch): OpenAI =>
  new OpenAI({
    apiKey: key ?? 'none',
    adminAPIKey: null,
    ...(name !== 'openai' && { organization: null, project: null }),
    baseURL: endpoint.baseUrl,
    fetch,
    maxRetries: 0,
    timeout: 2_000_000,
    logLevel: 'off',
  });

export const openaiExchange =
  (server: Server, model: string): Exchange =>
  (prompt, call) => {
    const body = bodyOf(model, prompt, server, call.refused);
    return speak(server, call, optionsIn(body, prompt, server.endpoint.keyRequired), async (deadline, seen) => {
      const isStreamed = !call.refused.has('stream');
      const fetch = readableResponses(deadline.fetch, wholeAsStream, isStreamed);
      const { completions } = openaiClient(server, fetch).chat;
      const options = { signal: deadline.signal };
      if (isStreamed) return read(await completions.create(body, options), seen, call);
      const { stream_options: _, ...rest } = body;
      return read(Readable.from([await completions.create({ ...rest, stream: false }, options)]), seen, call);
    });
  };
