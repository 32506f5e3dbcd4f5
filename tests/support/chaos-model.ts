import { failure, type Outcome, success } from '../../src/events/outcome.ts';
import type { Model, ModelAnswer } from '../../src/ports/model.ts';
import { spoils, spoilsFor } from './chaos-texts.ts';
import { Random } from './random.ts';

/** How many answers go wrong, and for which purposes. */
export type Chaos = {
  /** The same question always has the same answer, whatever the order of questions. */
  readonly seed: number;
  /** Share of answers that are corrupted, from 0 to 1. */
  readonly rate: number;
  /** Whether answers for this purpose, such as `coder.edit`, may be corrupted. */
  readonly concerns: (purpose: string) => boolean;
};

/** What adapters of real models report instead of an answer. */
const modelFailures = ['model.rate_limited', 'model.refused', 'model.timed_out', 'model.unavailable'] as const;

const noAnswer = (random: Random): Outcome<ModelAnswer> => {
  const code = random.pick(modelFailures);
  return failure(code, `the model gave no answer (${code}) \ud83d`);
};

/** A value that is not a model's answer, as a broken adapter might return. */
const broken = (random: Random): Outcome<ModelAnswer> => {
  const value = random.pick([null, {}, { text: 7 }, { text: ['a'] }, { text: '{}', costUsd: Number.NaN }, 'text', []]);
  return success(value as unknown as ModelAnswer);
};

/** Answers as `truth` does, or fails: corrupted or truncated text, refusals, failures, a throw. */
export const createChaosModel = (truth: Model, { seed, rate, concerns }: Chaos): Model => ({
  name: truth.name,
  bound: truth.bound,
  answer: async (request, call) => {
    const told = await truth.answer(request, call);
    const random = new Random(seed, JSON.stringify(request.messages));
    if (!concerns(request.purpose) || !random.chance(rate)) return told;
    const answer: ModelAnswer = told.ok
      ? told.value
      : {
          text: told.error.message,
          model: truth.name,
          stopReason: 'end',
          usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 },
          costUsd: 0,
          latencyMs: 0,
        };
    const way = random.next();
    if (way < 0.06) return noAnswer(random);
    if (way < 0.09) return broken(random);
    if (way < 0.11) throw new Error('the adapter of the model has a fault');
    if (way < 0.16)
      return success({
        ...answer,
        stopReason: 'max_tokens',
        text: answer.text.slice(0, random.below(answer.text.length)),
      });
    if (way < 0.2) return failure('model.refused', 'the model refuses to answer this');
    const spoil = random.pick(random.chance(0.1) ? spoils : spoilsFor(request.purpose));
    return success({ ...answer, text: spoil(answer.text, random) });
  },
});
