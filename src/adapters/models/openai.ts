import OpenAI from 'openai';
import type { ModelUsage } from '../../ports/model.ts';
import { strictSchema } from './answer-schema.ts';
import { type Exchange, type ExchangeCall, Fault, type Option, type Prompt, type Reply } from './exchange.ts';
import { type Seen, type Server, speak } from './speak.ts';

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

/** A limit has two names: the endpoint's own first, the other when that one was refused. */
const limitName = ({ endpoint }: Server, refused: ReadonlySet<Option>): 'max_tokens' | 'max_completion_tokens' => {
  if (refused.has('maxTokensName')) return 'max_completion_tokens';
  if (refused.has('completionTokensName')) return 'max_tokens';
  return endpoint.tokenLimit;
};

const formatOf = (prompt: Prompt, { endpoint }: Server, refused: ReadonlySet<Option>): Body['response_format'] => {
  if (prompt.answerSchema === undefined || refused.has('answerSchema')) return undefined;
  if (endpoint.structuredOutput === 'object') return { type: 'json_object' };
  const schema = endpoint.structuredOutput === 'schema' ? strictSchema(prompt.answerSchema) : undefined;
  return schema && { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: { ...schema } } };
};

const bodyOf = (model: string, prompt: Prompt, server: Server, refused: ReadonlySet<Option>): Body => {
  const format = formatOf(prompt, server, refused);
  return {
    model,
    stream: true,
    ...(!refused.has('streamUsage') && { stream_options: { include_usage: true } }),
    messages: [
      ...(prompt.system === '' ? [] : [{ role: 'system', content: prompt.system }]),
      ...prompt.messages.map(({ role, content }) => ({ role, content: partsOf(content) })),
    ] as Body['messages'],
    [limitName(server, refused)]: prompt.maxTokens + (refused.has('reasoning') ? 0 : server.endpoint.reasoningTokens),
    ...(!refused.has('temperature') && { temperature: prompt.temperature }),
    ...(format && { response_format: format }),
  };
};

const optionsIn = (body: Body, prompt: Prompt): Set<Option> => {
  const sent: Option[] = [body.max_tokens === undefined ? 'completionTokensName' : 'maxTokensName'];
  if ('temperature' in body) sent.push('temperature');
  if (body.stream_options !== undefined) sent.push('streamUsage');
  if (body.response_format !== undefined) sent.push('answerSchema');
  if ((body.max_tokens ?? body.max_completion_tokens ?? 0) > prompt.maxTokens) sent.push('reasoning');
  if (JSON.stringify(body.messages).includes('"type":"image_url"')) sent.push('images');
  return new Set(sent);
};

const stops: Readonly<Record<string, Reply['stop']>> = { length: 'length', content_filter: 'refusal' };

/** `prompt_cache_hit_tokens` is DeepSeek's own name for it. */
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

/** Local models may write their reasoning before the answer, between these tags. */
const reasoning = /^\s*<think>[\s\S]*?(?:<\/think>\s*|$)/;

const read = async (
  stream: AsyncIterable<OpenAI.ChatCompletionChunk>,
  seen: Seen,
  call: ExchangeCall,
): Promise<Reply> => {
  let finish: string | undefined;
  let refusal = '';
  let tariff: Reply['tariff'] = 'standard';
  let chunks = 0;
  for await (const chunk of stream) {
    chunks += 1;
    if (chunk.usage) seen.usage = usageOf(chunk.usage);
    if (chunk.service_tier) tariff = tariffs[chunk.service_tier] ?? 'other';
    const choice = chunk.choices?.[0];
    const text = choice?.delta?.content ?? '';
    if (text !== '') {
      seen.text += text;
      call.onText(text);
    }
    refusal += choice?.delta?.refusal ?? '';
    finish = choice?.finish_reason ?? finish;
  }
  if (chunks === 0) throw new Fault('model.malformed', 'the answer is no stream of a completion', { again: true });
  if (finish === undefined)
    throw new Fault('model.interrupted', 'the stream ended in the middle of the answer', { again: true });
  const stop = refusal !== '' ? 'refusal' : (stops[finish] ?? 'end');
  const text = seen.text.replace(reasoning, '');
  return { text, stop, ...(refusal !== '' && { reason: refusal }), usage: seen.usage, tariff };
};

/** The SDK's own variables of the environment are for OpenAI alone. */
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
    return speak(server, call, optionsIn(body, prompt), async (deadline, seen) => {
      const stream = await openaiClient(server, deadline.fetch).chat.completions.create(body, {
        signal: deadline.signal,
      });
      return read(stream, seen, call);
    });
  };
