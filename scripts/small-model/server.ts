import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';

/**
 * Serves one model of a GGUF file as Chat Completions on this machine; prints its address. Only what a caller with a
 * forced JSON form needs: one answer at a time, streamed.
 *
 *   node server.ts <entry of node-llama-cpp> <file.gguf> <context tokens>
 */
const [entry = '', file = '', contextTokens = '8192'] = process.argv.slice(2);

type Body = {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly max_tokens?: number;
  readonly temperature?: number;
  readonly stream?: boolean;
  readonly response_format?: { readonly json_schema?: { readonly schema: object } };
};

// The package is installed beside the model and is not a dependency of this project, so it has no types here.
const { getLlama, LlamaChatSession } = await import(pathToFileURL(entry).href);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error' });
const model = await llama.loadModel({ modelPath: file });
const context = await model.createContext({ contextSize: Number(contextTokens), threads: 1 });
const sequence = context.getSequence();

const textOf = (content: unknown): string =>
  typeof content === 'string' ? content : (content as { text?: string }[]).map(({ text = '' }) => text).join('\n');

const historyOf = (messages: Body['messages']) =>
  messages.map(({ role, content }) =>
    role === 'assistant' ? { type: 'model', response: [textOf(content)] } : { type: role, text: textOf(content) },
  );

/** Tokens of a request's words; the chat's template adds a few for each message. */
const countOf = (messages: Body['messages']): number =>
  messages.reduce((sum, { content }) => sum + model.tokenize(textOf(content)).length + 8, 0);

type Schema = {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** Bounds what a form leaves open: a model of this size closes neither a string nor a list by itself. */
const bounded = (schema: Schema): Schema & { readonly maxLength?: number; readonly maxItems?: number } => {
  const { type, minimum, maximum, items, properties } = schema;
  if (schema.enum !== undefined) return schema;
  if (type === 'string') return { type, maxLength: 160 };
  if (type === 'array' && items !== undefined) return { type, items: bounded(items), maxItems: 2 };
  if (type === 'integer' && minimum !== undefined && maximum !== undefined)
    return { enum: Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index) };
  if (properties === undefined) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, bounded(one)])),
  };
};

const refuse = (response: ServerResponse, message: string): void => {
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', code: 'context_length_exceeded' } }));
};

const complete = async (body: Body, response: ServerResponse): Promise<void> => {
  const { messages, max_tokens: maxTokens = 512, temperature = 0 } = body;
  const asked = countOf(messages);
  if (asked + maxTokens > Number(contextTokens))
    return refuse(
      response,
      `This model's maximum context length is ${contextTokens} tokens. However, you requested ${asked + maxTokens} tokens (${asked} in the messages, ${maxTokens} in the completion).`,
    );
  const schema = body.response_format?.json_schema?.schema;
  const grammar = schema && (await llama.createGrammarForJsonSchema(bounded(schema as Schema)));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (chunk: object): void => void response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  await sequence.clearHistory();
  const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: '' });
  session.setChatHistory(historyOf(messages.slice(0, -1)));
  const { responseText, stopReason } = await session.promptWithMeta(textOf(messages.at(-1)?.content ?? ''), {
    grammar,
    maxTokens,
    temperature,
    signal: gone.signal,
    onTextChunk: (content: string) => send({ choices: [{ index: 0, delta: { content } }] }),
  });
  session.dispose({ disposeSequence: false });
  const written = model.tokenize(responseText).length;
  const finish = stopReason === 'maxTokens' ? 'length' : 'stop';
  send({
    choices: [{ index: 0, delta: {}, finish_reason: finish }],
    usage: { prompt_tokens: asked, completion_tokens: written },
  });
  response.end('data: [DONE]\n\n');
};

/** Ends with the last request. */
const queue: { last: Promise<unknown> } = { last: Promise.resolve() };

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: [{ id: 'small', object: 'model' }] }));
    return;
  }
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Body;
  queue.last = queue.last.then(async () => {
    if (!response.closed) await complete(body, response);
  });
  await queue.last.catch((error: Error) => {
    queue.last = Promise.resolve();
    if (response.headersSent) response.destroy();
    else refuse(response, error.message);
  });
};

const server = createServer(answer).listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1\n`);
});
