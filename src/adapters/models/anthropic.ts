import Anthropic from '@anthropic-ai/sdk';
import type { ModelUsage } from '../../ports/model.ts';
import { strictSchema } from './answer-schema.ts';
import { cutForCaching } from './cuts.ts';
import { type Exchange, type ExchangeCall, Fault, type Option, type Prompt, type Reply } from './exchange.ts';
import { readableResponses } from './responses.ts';
import { type Seen, type Server, speak } from './speak.ts';

type Body = Anthropic.MessageCreateParamsStreaming;
type Block = Anthropic.TextBlockParam | Anthropic.ImageBlockParam;

const mark = { cache_control: { type: 'ephemeral' } } as const;

/** Places cache marks after the system text and after the leading blocks of the longest message. */
const textBlocks = (text: string, isCached: boolean): readonly Block[] => {
  if (!isCached) return [{ type: 'text', text }];
  const pieces = cutForCaching(text);
  return pieces.map((piece, index) => ({ type: 'text', text: piece, ...(index < pieces.length - 1 && mark) }));
};

const blocksOf = (content: Prompt['messages'][number]['content'], isCached: boolean): Block[] =>
  content.flatMap((part) => {
    if (part.type === 'text') return part.text === '' ? [] : textBlocks(part.text, isCached);
    return [{ type: 'image', source: { type: 'base64', media_type: part.mediaType, data: part.base64 } }];
  });

const lengthOf = ({ content }: Prompt['messages'][number]): number =>
  content.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);

const longestOf = (messages: Prompt['messages']) =>
  messages.reduce((longest, message) => (lengthOf(message) > lengthOf(longest) ? message : longest));

const bodyOf = (model: string, prompt: Prompt, server: Server, refused: ReadonlySet<Option>): Body => {
  const isCached = !refused.has('caching');
  const longest = prompt.messages.indexOf(longestOf(prompt.messages));
  const schema = prompt.answerSchema && !refused.has('answerSchema') ? strictSchema(prompt.answerSchema) : undefined;
  return {
    model,
    stream: true,
    max_tokens: prompt.maxTokens + (refused.has('reasoning') ? 0 : server.endpoint.reasoningTokens),
    ...(prompt.system !== '' && { system: [{ type: 'text', text: prompt.system, ...(isCached && mark) }] }),
    messages: prompt.messages.map(({ role, content }, index) => ({
      role,
      content: blocksOf(content, isCached && index === longest),
    })),
    ...(!refused.has('temperature') && { temperature: Math.min(1, prompt.temperature) }),
    ...(schema && { output_config: { format: { type: 'json_schema', schema } } }),
  } as Body;
};

const optionsIn = (body: Body, prompt: Prompt): Set<Option> => {
  const sent: Option[] = ['caching'];
  if ('temperature' in body) sent.push('temperature');
  if (body.output_config !== undefined) sent.push('answerSchema');
  if (body.max_tokens > prompt.maxTokens) sent.push('reasoning');
  if (JSON.stringify(body.messages).includes('"type":"image"')) sent.push('images');
  return new Set(sent);
};

const stops: Readonly<Record<string, Reply['stop']>> = {
  max_tokens: 'length',
  model_context_window_exceeded: 'full',
  refusal: 'refusal',
};

type Told = Partial<
  Record<'input_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens' | 'output_tokens', number | null>
>;

/** Adds cache reads and writes to the input, because the vendor counts them separately. */
const usageOf = (told: Told): ModelUsage => {
  const cachedInputTokens = told.cache_read_input_tokens ?? 0;
  const cacheWriteTokens = told.cache_creation_input_tokens ?? 0;
  return {
    inputTokens: (told.input_tokens ?? 0) + cachedInputTokens + cacheWriteTokens,
    outputTokens: told.output_tokens ?? 0,
    cachedInputTokens,
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
  };
};

/** Merges counts: later numbers are running totals; null is ignored. */
const addTold = (told: Told, more: object | null | undefined): Told => ({
  ...told,
  ...Object.fromEntries(Object.entries(more ?? {}).filter(([, value]) => typeof value === 'number')),
});

/** Some servers put the first part of a text, or all of it, into the start of its block. */
const textIn = (event: Anthropic.RawMessageStreamEvent): string => {
  if (event.type === 'content_block_start')
    return event.content_block?.type === 'text' ? (event.content_block.text ?? '') : '';
  return event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '';
};

const thoughtsIn = (event: Anthropic.RawMessageStreamEvent): string =>
  event.type === 'content_block_delta' && event.delta.type === 'thinking_delta' ? event.delta.thinking : '';

const read = async (
  stream: AsyncIterable<Anthropic.RawMessageStreamEvent>,
  seen: Seen,
  call: ExchangeCall,
): Promise<Reply> => {
  let told: Told = {};
  let reason: Anthropic.StopReason | null = null;
  let details: string | undefined;
  let tariff: Reply['tariff'] = 'standard';
  let isOver = false;
  let hasBegun = false;
  let thoughts = '';
  for await (const event of stream) {
    if (event.type === 'message_start') {
      hasBegun = true;
      told = addTold(told, event.message?.usage);
      const tier = event.message?.usage?.service_tier;
      if (tier) tariff = tier === 'standard' || tier === 'batch' ? tier : 'other';
    }
    const text = textIn(event);
    if (text !== '') {
      seen.text += text;
      call.onText(text);
    }
    thoughts += thoughtsIn(event);
    if (event.type === 'message_delta') {
      told = addTold(told, event.usage);
      reason = event.delta?.stop_reason ?? reason;
      details = event.delta?.stop_details?.explanation ?? undefined;
    }
    if (event.type === 'message_stop') isOver = true;
    if (Object.keys(told).length > 0) seen.usage = usageOf(told);
  }
  if (!hasBegun) throw new Fault('model.malformed', 'the answer is not a stream of a message', { again: true });
  if (!isOver) throw new Fault('model.interrupted', 'the stream ended in the middle of the answer', { again: true });
  return {
    text: seen.text,
    stop: stops[reason ?? ''] ?? 'end',
    ...(thoughts !== '' && { thoughts }),
    ...(details && { reason: details }),
    usage: seen.usage,
    tariff,
  };
};

const frame = (event: { readonly type: string }): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** Converts a whole message, which some servers send instead of a stream, into a stream's events. */
const wholeAsStream = (body: unknown): string => {
  const message = body as Anthropic.Message;
  const { stop_reason, stop_sequence, usage } = message;
  return [
    { type: 'message_start', message: { ...message, content: [] } },
    ...(message.content ?? []).map((content_block, index) => ({ type: 'content_block_start', index, content_block })),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage },
    { type: 'message_stop' },
  ]
    .map(frame)
    .join('');
};

export const anthropicClient = ({ endpoint, key }: Server, fetch: typeof globalThis.fetch): Anthropic =>
  new Anthropic({
    apiKey: key ?? 'none',
    authToken: null,
    baseURL: endpoint.baseUrl,
    fetch,
    maxRetries: 0,
    timeout: 2_000_000,
    logLevel: 'off',
  });

export const anthropicExchange =
  (server: Server, model: string): Exchange =>
  (prompt, call) => {
    const body = bodyOf(model, prompt, server, call.refused);
    return speak(server, call, optionsIn(body, prompt), async (deadline, seen) => {
      const stream = await anthropicClient(
        server,
        readableResponses(deadline.fetch, wholeAsStream, true),
      ).messages.create(body, {
        signal: deadline.signal,
      });
      return read(stream, seen, call);
    });
  };
