import type { ErrorCode } from '../../events/errors/registry.ts';
import { failure, type Outcome, success } from '../../events/outcome.ts';
import type { ModelAnswer, ModelCall, ModelRequest, ModelTry, ModelUsage } from '../../ports/model.ts';
import { hasRoom, type Tariff } from './bound.ts';
import { askForAnswerAlone, askToGoOn, joinContinuation } from './continuation.ts';
import { dropOne, withoutImages } from './drop.ts';
import { type Exchange, Fault, type Option, type Part, type Prompt, type Reply } from './exchange.ts';
import { dollarsOf } from './prices.ts';
import { tokensAbout, usageAbout } from './tokens.ts';
import { answerIn } from './told.ts';

export type CallParts = Tariff & {
  readonly name: string;
  readonly exchange: Exchange;
  /** Options that this model has refused; shared between calls and growing. */
  readonly refused: Set<Option>;
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
};

/** Maximum number of exchanges per call that return tokens, and so cost: answers, continuations, and retries after an interruption. */
const maximumPaid = 4;
/** Maximum number of exchanges per call, excluding those that only drop an option or content. */
const maximumTries = 8;
const maximumDrops = 40;
const firstDelayMs = 1000;
const maximumDelayMs = 60_000;
/** Longest wait that a vendor may request; the call fails otherwise. */
const maximumRetryAfterMs = 300_000;

const emptyUsage: ModelUsage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };

const addUsage = (one: ModelUsage, other: ModelUsage): ModelUsage => {
  const cacheWriteTokens = (one.cacheWriteTokens ?? 0) + (other.cacheWriteTokens ?? 0);
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
  };
};

/** Makes one answer from several exchanges: retries temporary faults, continues truncated answers, and drops content that does not fit. */
export class Call {
  readonly #parts: CallParts;
  readonly #call: ModelCall;
  readonly #begun = performance.now();
  readonly #tries: ModelTry[] = [];
  readonly #dropped: string[] = [];
  #request: ModelRequest;
  /** The refusals known when the request was sent; other calls may add some meanwhile. */
  #sentWithout: ReadonlySet<Option> = new Set();
  #text = '';
  /** Characters of reasoning received in place of an answer. */
  #reasoned = 0;
  /** The single retries already used: for the answer alone after pure reasoning, and once more after a vendor's fault. */
  readonly #asked = { forAnswerAlone: false, onceMore: false };
  #thoughts = '';
  #paid = 0;
  #waits = 0;
  #usage = emptyUsage;
  #dollars: number | null = 0;

  constructor(parts: CallParts, request: ModelRequest, call: ModelCall) {
    this.#parts = parts;
    this.#request = request;
    this.#call = call;
  }

  async answer(): Promise<Outcome<ModelAnswer>> {
    for (;;) {
      try {
        const reply = await this.#exchange();
        const outcome = this.#take(reply);
        if (outcome !== undefined) return outcome;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        const outcome = await this.#recover(error);
        if (outcome !== undefined) return outcome;
      }
    }
  }

  async #exchange(): Promise<Reply> {
    const { signal, onDelta } = this.#call;
    if (signal.aborted) throw new Fault('model.aborted', 'the call was stopped');
    this.#sentWithout = new Set(this.#parts.refused);
    if (this.#sentWithout.has('images')) this.#dropImages();
    const prompt = await this.#prompt();
    return this.#parts.exchange(prompt, { signal, onText: onDelta, refused: this.#sentWithout });
  }

  /** Builds the current request with its images read; requests the rest when part of an answer has arrived. */
  async #prompt(): Promise<Prompt> {
    const { system, messages, temperature, maxTokens, answerSchema } =
      this.#text !== ''
        ? askToGoOn(this.#request, this.#text)
        : this.#reasoned > 0
          ? askForAnswerAlone(this.#request)
          : this.#request;
    const parts = (content: ModelRequest['messages'][number]['content']) =>
      typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    return {
      system,
      temperature,
      maxTokens,
      ...(answerSchema && { answerSchema }),
      messages: await Promise.all(
        messages.map(async ({ role, content }) => ({
          role,
          content: await Promise.all(
            parts(content).map(async (part) => {
              if (part.type === 'text') return part;
              const base64 = Buffer.from(await this.#call.readBlob(part.blob)).toString('base64');
              return { type: part.type, mediaType: part.mediaType, base64 };
            }),
          ),
        })),
      ),
    };
  }

  #take({ text, thoughts = '', stop, reason, usage, tariff }: Reply): Outcome<ModelAnswer> | undefined {
    this.#charge(usage, text, dollarsOf(this.#parts.price, usage, tariff));
    if (stop === 'refusal') return this.#fail('model.refused', reason ?? 'the model refuses to answer this');
    this.#thoughts += thoughts;
    const joined = this.#text === '' ? text : joinContinuation(this.#text, this.#withoutThoughts(text));
    const answer = answerIn(joined);
    if (answer.text.trim() === '') return this.#takeNothing(thoughts.length + answer.thoughts.length, stop);
    this.#text = joined;
    if (stop === 'end') return this.#succeed('end');
    return stop === 'length' && text !== '' && this.#mayPayAgain() ? undefined : this.#succeed('max_tokens');
  }

  /** Removes a continuation's reasoning, which would end up inside the joined answer, perhaps within a code fence. */
  #withoutThoughts(rest: string): string {
    const { text, thoughts } = answerIn(rest);
    this.#thoughts += thoughts;
    return thoughts === '' ? rest : text;
  }

  /** Retries an empty answer once, and without reasoning if there was any; further retries would give the same result. */
  #takeNothing(reasoned: number, stop: Reply['stop']): Outcome<ModelAnswer> | undefined {
    this.#reasoned += reasoned;
    const why =
      this.#reasoned > 0
        ? `${this.#reasoned} characters of reasoning came, and no answer`
        : stop === 'length'
          ? 'all its tokens went into reasoning that is not shown'
          : 'it has no text';
    const fault = new Fault('model.empty', `the answer is empty: ${why}`);
    if (this.#asked.forAnswerAlone || !this.#mayPayAgain()) return this.#end(fault);
    this.#asked.forAnswerAlone = true;
    this.#note(fault, 0);
    return undefined;
  }

  /** Returns undefined when a retry may help after a fault, otherwise the outcome. */
  async #recover(fault: Fault): Promise<Outcome<ModelAnswer> | undefined> {
    const { partial, option, onceMore, again, retryAfterMs, tokenLimit } = fault.parts;
    if (partial !== undefined) this.#chargePart(partial);
    if (fault.code === 'model.aborted') return failure(fault.code, fault.message);
    if (onceMore && !this.#asked.onceMore) {
      this.#asked.onceMore = true;
      this.#note(fault, 0);
      return undefined;
    }
    if (option !== undefined && !this.#sentWithout.has(option)) return this.#leaveOut(option, fault);
    if (tokenLimit !== undefined && tokenLimit < this.#request.maxTokens) return this.#lowerLimit(tokenLimit, fault);
    if (fault.code === 'model.context_too_long') return this.#drop(fault);
    this.#waits += 1;
    if (!again || !this.#mayPayAgain() || this.#waits >= maximumTries) return this.#end(fault);
    const delayMs = retryAfterMs ?? this.#backoff();
    if (delayMs > maximumRetryAfterMs) {
      const message = `${fault.message} (it requests a wait of ${Math.round(delayMs / 1000)} s)`;
      return this.#end(new Fault(fault.code, message, { retryAfterMs: delayMs }));
    }
    this.#note(fault, delayMs);
    await this.#parts.sleep(delayMs, this.#call.signal);
    return undefined;
  }

  /** True while the call's reservation allows another paid exchange. */
  #mayPayAgain(): boolean {
    const spent = { usage: this.#usage, dollars: this.#dollars, text: this.#text };
    return this.#paid < maximumPaid && hasRoom(this.#parts, this.#request, spent);
  }

  #leaveOut(option: Option, fault: Fault): undefined {
    this.#parts.refused.add(option);
    this.#note(fault, 0);
  }

  #lowerLimit(maxTokens: number, fault: Fault): undefined {
    this.#request = { ...this.#request, maxTokens };
    this.#note(fault, 0);
  }

  #dropImages(): void {
    const request = withoutImages(this.#request);
    if (request === this.#request) return;
    this.#request = request;
    this.#dropped.push('all images: the model takes none');
  }

  #drop(fault: Fault): Outcome<ModelAnswer> | undefined {
    const smaller = this.#dropped.length < maximumDrops ? dropOne(this.#request) : undefined;
    if (smaller === undefined) return this.#end(fault);
    this.#request = smaller.request;
    this.#dropped.push(smaller.what);
    this.#note(fault, 0);
    return undefined;
  }

  /** Exponential backoff with jitter between half and the full delay, so that callers do not retry in step. */
  #backoff(): number {
    const wholeMs = Math.min(maximumDelayMs, firstDelayMs * 2 ** (this.#waits - 1));
    return Math.round((wholeMs * (1 + this.#parts.random())) / 2);
  }

  #note({ code, message }: Fault, waitedMs: number): void {
    const failed = { code, message, waitedMs };
    this.#tries.push(failed);
    this.#call.onTry?.(failed);
  }

  /** Estimates usage that the vendor does not report; its price is then unknown. */
  #charge(usage: ModelUsage | undefined, text: string, dollars: number | null): void {
    this.#paid += 1;
    this.#usage = addUsage(this.#usage, usage ?? usageAbout(this.#request, text));
    this.#dollars = this.#dollars === null || dollars === null ? null : this.#dollars + dollars;
  }

  /** An interrupted stream has reported its input but no final output count. */
  #chargePart({ text, usage }: Part): void {
    const outputTokens = Math.max(usage?.outputTokens ?? 0, tokensAbout(text));
    const known = usage && { ...usage, outputTokens };
    this.#charge(known, text, dollarsOf(this.#parts.price, known, 'standard'));
  }

  #succeed(stopReason: ModelAnswer['stopReason']): Outcome<ModelAnswer> {
    const { text, thoughts } = answerIn(this.#text);
    const raw = text === this.#text ? this.#thoughts : `${this.#thoughts}${this.#text}`;
    return success({
      text,
      model: this.#parts.name,
      stopReason,
      usage: this.#usage,
      costUsd: this.#dollars,
      latencyMs: Math.round(performance.now() - this.#begun),
      ...(raw !== '' && { raw, thoughtCharacters: this.#thoughts.length + thoughts.length }),
      ...(this.#tries.length > 0 && { tries: this.#tries }),
      ...(this.#dropped.length > 0 && { dropped: this.#dropped }),
    });
  }

  /** Returns a partial answer rather than a failure; the caller sees that it is truncated. */
  #end(fault: Fault): Outcome<ModelAnswer> {
    return this.#text === ''
      ? this.#fail(fault.code, fault.message, fault.parts.retryAfterMs)
      : this.#succeed('max_tokens');
  }

  #fail(code: ErrorCode, message: string, retryAfterMs?: number): Outcome<never> {
    const { name } = this.#parts;
    const spent = this.#paid > 0 && { usage: this.#usage, costUsd: this.#dollars };
    const wait = retryAfterMs !== undefined && { retryAfterMs };
    return failure(code, `${name}: ${message}`, { model: name, tries: this.#tries, ...spent, ...wait });
  }
}
