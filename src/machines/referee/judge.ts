import { reflectionAnswerSchema, reviewAnswerSchema } from '../../events/vocabulary/review-form.ts';
import { type Judged, parseJsonAnswer } from '../kit/kit.ts';
import { type Context, reviewOf } from './context.ts';
import type { referee } from './manifest.ts';

type Judgement = Judged<typeof referee>;

export const judgeReview = (answer: string): Judgement => {
  const parsed = parseJsonAnswer(answer, reviewAnswerSchema);
  if ('complaint' in parsed) return parsed;
  return { type: 'review.drafted', data: { round: 0, done: false, review: parsed.value } };
};

export const judgeReflection = (answer: string, context: Context): Judgement => {
  const parsed = parseJsonAnswer(answer, reflectionAnswerSchema(reviewOf(context)));
  if ('complaint' in parsed) return parsed;
  const { done, ...review } = parsed.value;
  return { type: 'review.drafted', data: { round: context.round + 1, done, review } };
};
