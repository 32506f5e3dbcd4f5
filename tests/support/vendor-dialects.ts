export type Usage = {
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
  readonly written?: number;
};

/** A vendor's request in a common form. */
export type Asked = {
  readonly model: string;
  readonly system: string;
  readonly messages: readonly { readonly role: string; readonly content: any }[];
  readonly body: any;
  readonly headers: Readonly<Record<string, any>>;
};

export type Told = {
  readonly text: string;
  readonly stop: 'end' | 'length' | 'refusal';
  readonly usage: Usage | undefined;
};

/** A vendor's wire format: paths, an answer's stream of server-sent events, errors. */
export type Dialect = {
  readonly answerPath: string;
  readonly read: (body: any, headers: Asked['headers']) => Asked;
  /** Frames before the text, for each piece of it, and after it. */
  readonly frames: (asked: Asked, told: Told, pieces: readonly string[]) => readonly string[];
  readonly error: (type: string, message: string) => unknown;
  readonly errorFrame: (type: string, message: string) => string;
  readonly model: (id: string) => unknown;
};

const frame = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const line = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

const stopReason = { end: 'end_turn', length: 'max_tokens', refusal: 'refusal' } as const;

/** The Messages API, whose `input_tokens` excludes cache reads and writes. */
export const anthropicDialect: Dialect = {
  answerPath: '/v1/messages',
  read: (body, headers) => ({
    model: body.model,
    system: (body.system ?? []).map((block: any) => block.text).join(''),
    messages: body.messages,
    body,
    headers,
  }),
  frames: ({ model }, { stop, usage }, pieces) => {
    const { input = 0, cached = 0, written = 0, output = 0 } = usage ?? {};
    const counts = {
      input_tokens: input - cached - written,
      cache_read_input_tokens: cached,
      cache_creation_input_tokens: written,
    };
    return [
      frame('message_start', {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { ...counts, output_tokens: 1, service_tier: 'standard' },
        },
      }),
      frame('content_block_start', {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'text', text: '' },
      }),
      frame('ping', { type: 'ping' }),
      ...pieces.map((text) =>
        frame('content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      ),
      frame('content_block_stop', { type: 'content_block_stop', index: 0 }),
      frame('message_delta', {
        type: 'message_delta',
        delta: {
          stop_reason: stopReason[stop],
          stop_sequence: null,
          stop_details: stop === 'refusal' ? { type: 'refusal', category: null, explanation: 'I will not.' } : null,
        },
        usage: { output_tokens: output },
      }),
      frame('message_stop', { type: 'message_stop' }),
    ];
  },
  error: (type, message) => ({ type: 'error', error: { type, message } }),
  errorFrame: (type, message) => frame('error', { type: 'error', error: { type, message } }),
  model: (id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' }),
};

const finishReason = { end: 'stop', length: 'length', refusal: 'content_filter' } as const;

/** Chat Completions, whose prompt tokens include cached ones. */
export const openaiDialect: Dialect = {
  answerPath: '/v1/chat/completions',
  read: (body, headers) => ({
    model: body.model,
    system: body.messages[0]?.role === 'system' ? body.messages[0].content : '',
    messages: body.messages.filter(({ role }: any) => role !== 'system'),
    body,
    headers,
  }),
  frames: ({ model, body }, { stop, usage }, pieces) => {
    const chunk = (delta: unknown, finish_reason: string | null = null) => ({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model,
      choices: [{ index: 0, delta, finish_reason }],
    });
    const refused = stop === 'refusal' ? [line(chunk({ refusal: 'I will not.' }))] : [];
    const counts = usage && {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output,
      prompt_tokens_details: { cached_tokens: usage.cached ?? 0, cache_write_tokens: usage.written ?? 0 },
    };
    return [
      line(chunk({ role: 'assistant', content: '' })),
      ': keep-alive\n\n',
      ...pieces.map((content) => line(chunk({ content }))),
      ...refused,
      line(chunk({}, stop === 'refusal' ? 'stop' : finishReason[stop])),
      ...(counts && body.stream_options?.include_usage ? [line({ ...chunk({}), choices: [], usage: counts })] : []),
      'data: [DONE]\n\n',
    ];
  },
  error: (type, message) => ({ error: { type, message, param: null, code: null } }),
  errorFrame: (type, message) => line({ error: { type, message } }),
  model: (id) => ({ id, object: 'model', created: 1, owned_by: 'test' }),
};

/** A message's whole text, whatever the form of its content. */
export const textOf = (content: any): string =>
  typeof content === 'string' ? content : content.map((part: any) => part.text ?? '').join('');
