import { assign } from 'xstate';
import * as z from 'zod';
import { encloses } from '../../events/id.ts';
import { type Emission, emit, keep, perform } from './actions.ts';
import { hear } from './answer.ts';
import { data, lines, step } from './prompt.ts';
import type { EventDefinition, Incoming } from './role.ts';

/** What every machine that asks questions keeps: the attempt at the question now open, and why the last one failed. */
export type Asking = {
  readonly attempt: number;
  readonly complaint: string;
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** What people have remarked, oldest first. */
  readonly comments: readonly Comment[];
};

/** `scope`: that of an idea, or of the whole run. */
type Comment = { readonly scope: string; readonly text: string };

export const asking: Asking = { attempt: 1, complaint: '', failure: null, comments: [] };

const maximumComments = 20;

/** For a machine's root: keeps what people remark, to be shown with every later question. */
export const hearComments = {
  'comment.written': {
    actions: keep<Asking>(({ comments }, { scope, data: { text } }) => ({
      comments: [...comments, { scope, text }].slice(-maximumComments),
    })),
  },
};

export type Prompt = {
  readonly system: string;
  readonly text: string;
  /** Images shown with the text. */
  readonly images?: readonly { readonly blob: string; readonly mediaType: 'image/png' }[];
  /** What was said before, for a reflection. */
  readonly before?: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** Of a JSON answer, as `answerSchema` makes it. */
  readonly answerSchema?: Readonly<Record<string, unknown>>;
};

type Judgement = Emission | { readonly complaint: string };

type Question<C extends Asking> = {
  readonly key: string;
  /** `role.step`. */
  readonly purpose: string;
  /** How many answers are asked for before the question is given up. */
  readonly attempts: number | ((context: C) => number);
  readonly prompt: (context: C) => Prompt;
  /** Reads an answer: the event that records it, or what to tell the model. Evaluated once, when the answer arrives. */
  readonly judge: (answer: string, context: C) => Judgement;
  /** For each type of recorded answer, the transition it causes; state is taken from the event. */
  readonly accepted: Readonly<Record<string, unknown>>;
  /** Target when the model cannot be reached or no answer was acceptable; `context.failure` says why. */
  readonly failed: string;
  /** The scope that the question is about, when the actor's own is wider: comments on others are not shown. */
  readonly about?: (context: C) => string;
};

/** Events that every asking role publishes. */
export const askingEvents: Readonly<Record<string, EventDefinition>> = {
  'answer.rejected': {
    description: 'An answer of a model could not be used; the complaint goes into the next question.',
    version: 1,
    schema: z.object({ key: z.string(), purpose: z.string(), attempt: z.number().int(), complaint: z.string() }),
  },
  'question.failed': {
    description:
      'A question was given up: the model could not be reached, or failed in a way that asking again does not mend.',
    version: 1,
    schema: z.object({ key: z.string(), purpose: z.string(), code: z.string(), message: z.string() }),
  },
};

const maximumComplaintLength = 6000;

const commentsFor = <C extends Asking>(question: Question<C>, context: C): readonly string[] => {
  const about = question.about?.(context);
  return context.comments.filter(({ scope }) => about === undefined || encloses(scope, about)).map(({ text }) => text);
};

/**
 * What does not change from one question to the next stands first, in every prompt: vendors' caches go by the beginning.
 * So the step, which changes most, is last.
 */
const render = <C extends Asking>(question: Question<C>, context: C) => {
  const { purpose } = question;
  const { complaint } = context;
  const prompt = question.prompt(context);
  const comments = commentsFor(question, context);
  const text = lines(
    prompt.text,
    comments.length > 0 &&
      `People who follow this work have remarked, oldest first. Heed what bears on your task:\n${data('comments', comments)}`,
    complaint !== '' &&
      `Your previous answer could not be used.\n${data('complaint', complaint)}\nAnswer again, in full.`,
    step(purpose),
  );
  const content = prompt.images?.length
    ? [...prompt.images.map((image) => ({ type: 'image', ...image })), { type: 'text', text }]
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

const recordAnswer = <C extends Asking>(question: Question<C>, context: C, event: Incoming): Emission => {
  const { key, purpose } = question;
  const heard = hear(event);
  if ('failure' in heard) return { type: 'question.failed', data: { key, purpose, ...heard.failure } };
  const judgement = 'text' in heard ? question.judge(heard.text, context) : heard;
  if (!('complaint' in judgement)) return judgement;
  const complaint = judgement.complaint.slice(0, maximumComplaintLength);
  return { type: 'answer.rejected', data: { key, purpose, attempt: context.attempt, complaint } };
};

/**
 * One question until its answer can be used or the attempts are spent, as a compound state:
 * asking -> judging (the recorded answer comes back) -> accepted | asking again | failed.
 */
export const ask = <C extends Asking>(question: Question<C>): any => {
  const limit = (context: C) =>
    typeof question.attempts === 'function' ? question.attempts(context) : question.attempts;
  const mine = ({ event }: { event: Incoming }) => event.data.key === question.key;
  const giveUp = {
    guard: mine,
    target: question.failed,
    actions: assign(({ event }: { event: Incoming }) => ({
      failure: {
        code: event.data.code ?? 'answer.unusable',
        message: event.data.message ?? `${question.purpose}: ${event.data.complaint}`,
      },
    })),
  };
  return {
    initial: 'asking',
    entry: assign({ attempt: 1, complaint: '' }),
    states: {
      asking: {
        entry: perform<C>((context) => ({
          kind: 'model',
          key: question.key,
          input: () => render(question, context),
        })),
        on: {
          [`result.${question.key}`]: {
            target: 'judging',
            actions: emit<C>((context, event) => recordAnswer(question, context, event)),
          },
        },
      },
      judging: {
        on: {
          ...question.accepted,
          'question.failed': giveUp,
          'answer.rejected': [
            {
              guard: ({ context, event }: { context: C; event: Incoming }) =>
                event.data.key === question.key && context.attempt < limit(context),
              target: 'asking',
              actions: assign({
                attempt: ({ context }: { context: any }) => context.attempt + 1,
                complaint: ({ event }: { event: Incoming }) => event.data.complaint,
              }),
            },
            giveUp,
          ],
        },
      },
    },
  };
};
