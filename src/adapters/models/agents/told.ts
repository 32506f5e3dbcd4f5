import { parseJson } from '../../../events/json.ts';
import type { ModelUsage } from '../../../ports/model.ts';

/** What an agent's output says about its work; `usage` and `costUsd` are absent if it does not tell them. */
export type Told = {
  readonly message: string;
  readonly usage?: ModelUsage;
  readonly costUsd?: number;
  /** The agent says that it failed. */
  readonly isError: boolean;
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const number = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;

const parsed = (text: string): readonly Fields[] => {
  if (!/^\s*[{[]/.test(text)) return [];
  try {
    const value = parseJson(text);
    return (Array.isArray(value) ? value : [value]).map(fieldsOf);
  } catch {
    return [];
  }
};

/** Anthropic counts tokens of its cache beside the input, OpenAI within it; the names of the fields tell which. */
const usageOf = (fields: Fields): ModelUsage => {
  const [read, write] = [number(fields.cache_read_input_tokens), number(fields.cache_creation_input_tokens)];
  return {
    inputTokens: number(fields.input_tokens) + read + write,
    outputTokens: number(fields.output_tokens),
    cachedInputTokens: read + number(fields.cached_input_tokens),
    ...(write > 0 && { cacheWriteTokens: write }),
  };
};

const add = (one: ModelUsage | undefined, other: ModelUsage): ModelUsage => {
  const cacheWriteTokens = (one?.cacheWriteTokens ?? 0) + (other.cacheWriteTokens ?? 0);
  return {
    inputTokens: (one?.inputTokens ?? 0) + other.inputTokens,
    outputTokens: (one?.outputTokens ?? 0) + other.outputTokens,
    cachedInputTokens: (one?.cachedInputTokens ?? 0) + other.cachedInputTokens,
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
  };
};

/** Claude Code: one object of type `result`, alone, in a list, or as the last line of a stream. */
const fromResult = (result: Fields): Told => ({
  message: typeof result.result === 'string' ? result.result : String(result.subtype ?? ''),
  isError: result.is_error === true,
  ...(typeof result.usage === 'object' && { usage: usageOf(fieldsOf(result.usage)) }),
  ...(typeof result.total_cost_usd === 'number' && { costUsd: number(result.total_cost_usd) }),
});

/** Codex: a line per event; the last message counts, and the usage of each turn. */
const fromEvents = (events: readonly Fields[]): Told => {
  let [message, isError]: [string, boolean] = ['', false];
  let usage: ModelUsage | undefined;
  for (const event of events) {
    const item = fieldsOf(event.item);
    if (item.type === 'agent_message' && typeof item.text === 'string') message = item.text;
    if (event.type === 'turn.completed') usage = add(usage, usageOf(fieldsOf(event.usage)));
    if (event.type === 'turn.failed') [message, isError] = [String(fieldsOf(event.error).message ?? ''), true];
  }
  return { message, isError, ...(usage && { usage }) };
};

const amount = (text: string): number => number(Number.parseFloat(text) * (/k$/i.test(text) ? 1000 : 1));

/** aider: lines such as `Tokens: 4.1k sent, 210 received. Cost: $0.02 message, $0.02 session.` */
const fromText = (text: string): Told => {
  const counts = [...text.matchAll(/^Tokens: ([\d.]{1,12}k?) sent,[^\n]{0,80}? ([\d.]{1,12}k?) received/gm)];
  const costs = [...text.matchAll(/Cost: \$[\d.]{1,12} message, \$([\d.]{1,12}\d) session/g)];
  const usage = counts.reduce<ModelUsage | undefined>(
    (sum, [, sent = '', received = '']) =>
      add(sum, { inputTokens: amount(sent), outputTokens: amount(received), cachedInputTokens: 0 }),
    undefined,
  );
  const [, dollars] = costs.at(-1) ?? [];
  return {
    message: text.trim(),
    isError: false,
    ...(usage && { usage }),
    ...(dollars !== undefined && { costUsd: Number(dollars) }),
  };
};

/** Reads an agent's output: JSON as Claude Code and Codex print it, otherwise text. */
export const readTold = (stdout: string): Told => {
  const whole = parsed(stdout);
  const objects = whole.length > 0 ? whole : stdout.split('\n').flatMap(parsed);
  const result = objects.findLast(({ type }) => type === 'result');
  if (result !== undefined) return fromResult(result);
  return objects.some(({ type }) => type === 'turn.completed' || type === 'turn.failed')
    ? fromEvents(objects)
    : fromText(stdout);
};
