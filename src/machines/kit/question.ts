import { encloses } from '../../events/id.ts';
import type { askingEvents } from '../../events/vocabulary/asking.ts';
import type { Given, Vocabulary } from '../../events/vocabulary/definition.ts';
import type { tasks } from '../../events/vocabulary/tasks.ts';
import { hear, type ModelResult } from './answer.ts';
import type { Asking } from './asking.ts';
import { data, lines, step } from './prompt.ts';
import type { Emission, Judgement } from './types.ts';

export type Prompt = {
  readonly system: string;
  readonly text: string;
  /** Images shown with the text. */
  readonly images?: readonly { readonly blob: string; readonly mediaType: 'image/png' }[];
  /** Earlier messages, for a reflection. */
  readonly before?: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** Schema of a JSON answer, made by `answerSchema`. */
  readonly answerSchema?: Readonly<Record<string, unknown>>;
};

/** One question to a model: how to build its prompt and how to read the answer. */
export type Question<C, V extends Vocabulary, Key extends string = string> = {
  readonly key: Key;
  readonly prompt: (context: C) => Prompt;
  /**
   * Turns an answer into the event that records it, or into a complaint for the model. Called once, when the answer
   * arrives.
   */
  readonly judge: (answer: string, context: C) => Judgement<V>;
  /** The question's scope if it is narrower than the actor's: comments on other scopes are not shown. */
  readonly about?: (context: C) => string;
};

type Asked<C> = Question<C, Vocabulary> & { readonly purpose: string };

/** Maximum number of answers requested before a question fails. */
export const attempts = ({ started }: Asking): number => started.settings.limits.answers;

const maximumComplaintLength = 6000;

const commentsFor = <C extends Asking>(question: Asked<C>, context: C): readonly string[] => {
  const about = question.about?.(context);
  return context.comments.filter(({ scope }) => about === undefined || encloses(scope, about)).map(({ text }) => text);
};

/**
 * Builds a prompt with its stable parts first and the step, which changes most, last: vendors' caches match prefixes.
 */
export const render = <C extends Asking>(question: Asked<C>, context: C): Given<typeof tasks.model.input> => {
  const { purpose } = question;
  const { complaint, keptEdits } = context;
  const prompt = question.prompt(context);
  const comments = commentsFor(question, context);
  const text = lines(
    prompt.text,
    comments.length > 0 &&
      `Comments by people who follow this work, oldest first. Take into account those that concern your task:\n${data('comments', comments)}`,
    complaint !== '' &&
      `Your previous answer was ${keptEdits.length > 0 ? 'partly ' : ''}unusable.\n${data('complaint', complaint)}\n${keptEdits.length > 0 ? 'Answer with what is missing.' : 'Answer again, in full.'}`,
    step(purpose),
  );
  const content = prompt.images?.length
    ? [...prompt.images.map((image) => ({ type: 'image' as const, ...image })), { type: 'text' as const, text }]
    : text;
  return {
    purpose,
    system: prompt.system,
    messages: [...(prompt.before ?? []), { role: 'user', content }],
    temperature: prompt.temperature ?? 0.75,
    maxTokens: prompt.maxTokens ?? 4096,
    ...(prompt.answerSchema && { answerSchema: prompt.answerSchema }),
  };
};

/** Builds the event that records an answer, a complaint about it, or its absence. */
export const recordAnswer = <C extends Asking>(
  question: Asked<C>,
  context: C,
  result: ModelResult,
): Emission | Emission<typeof askingEvents> => {
  const { key, purpose } = question;
  const heard = hear(result);
  if ('failure' in heard) return { type: 'question.failed', data: { key, purpose, ...heard.failure } };
  const judgement: Judgement = 'text' in heard ? question.judge(heard.text, context) : heard;
  if (!('complaint' in judgement)) return judgement;
  const complaint = judgement.complaint.slice(0, maximumComplaintLength);
  const { kept } = judgement;
  return {
    type: 'answer.rejected',
    data: { key, purpose, attempt: context.attempt, complaint, ...(kept && { kept: [...kept] }) },
  };
};
